package io.metash.command.service;

import io.metash.client.MetaClient;
import io.metash.client.TxnOutcome;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.LiveOption;
import io.metash.command.option.OutputOption;
import io.metash.command.option.ValueOption;
import io.metash.files.PipeInput;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvOp;
import io.metash.record.SeqV;
import io.metash.record.Sha256;
import io.metash.record.TxnOp;
import io.metash.session.EndpointSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code txn}: runs a transaction from a file. */
@Command(
        name = "txn",
        description = {
            "Runs an atomic transaction on a running service. It requires 'rw on'.",
            "The file or the here-document (txn <<END) has one condition or operation per line, with"
                    + " full keys. If all conditions hold, the then lines run, otherwise the else lines:",
            "  if KEY seq == N        0: no such key; also != < <= > >=",
            "  if KEY value == TEXT",
            "  if PREFIX count >= N",
            "  then get KEY",
            "  then put KEY TEXT [ttl 30s] [until TIME] [seq N]",
            "  then delete KEY [seq N]",
            "  then delete-prefix PREFIX",
            "  then increase KEY N [floor N] [seq N]",
            "  then put-next PREFIX COUNTER TEXT [ttl 30s] [until TIME]",
            "Quote texts with blanks; # starts a comment. The input may also be the JSON of a"
                    + " transaction, as in an export.",
            "In the form KvTransaction, {\"branches\":[...]}, the first branch whose predicate holds runs.",
            "Ends with status 1 when the else lines ran, or no branch.",
            "",
            "Examples:",
            "  txn @live lease.txn --dry-run",
            "  txn @live lease.txn"
        })
public final class TxnCommand implements Callable<Integer> {
    private static final int LONGEST = 64 << 20;

    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The transaction; - or none: the lines of a here-document, or standard input.")
    private @Nullable Path file;

    @Option(
            names = "--yes-i-mean",
            paramLabel = "SESSION",
            description = "Confirms a deletion by prefix: the name of the session.")
    private @Nullable String yes;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private ValueOption values = new ValueOption();

    public TxnCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        String name = "standard input";
        if (file != null && !file.toString().equals("-")) {
            name = file.toString();
        }
        byte[] bytes;
        try (InputStream in = open()) {
            bytes = in.readNBytes(LONGEST + 1);
        }
        if (bytes.length > LONGEST) {
            throw Failure.of(ExitStatus.USAGE, "too large for a transaction").at(name);
        }
        Cmd read = TxnText.read(new String(bytes, StandardCharsets.UTF_8), name);
        if (read instanceof Cmd.KvTransaction txn) {
            MetaClient.refuse(txn);
        } else {
            MetaClient.refuse((Cmd.Transaction) read);
        }
        EndpointSession session = LiveOption.endpoint(context);
        context.requireWritable(session);
        MetaClient client = session.client();
        ActionPlan plan = new ActionPlan();
        List<TxnOutcome> outcomes = new ArrayList<>();
        if (read instanceof Cmd.KvTransaction txn) {
            warnOfLoggedForm(client);
            plan.add(words(txn), () -> outcomes.add(client.transaction(txn)));
        } else {
            Cmd.Transaction txn = (Cmd.Transaction) read;
            plan.add(words(txn), () -> outcomes.add(client.transaction(txn)));
        }
        if (dryRun.given()) {
            return plan.run(context, true);
        }
        if (deletesMany(read)) {
            plan.confirm(context, session.name(), yes, session);
        }
        plan.run(context, false);
        TxnOutcome outcome = outcomes.get(0);
        show(outcome);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sha256", Sha256.of(bytes));
        facts.put("path", outcome.path());
        facts.put("operations", Integer.toString(outcome.results().size()));
        Audit.record(context, "txn", session.name() + " " + session.place(), facts);
        if (outcome.success()) {
            return ExitStatus.OK.code();
        }
        return ExitStatus.NO.code();
    }

    private InputStream open() throws IOException {
        if (file != null && !file.toString().equals("-")) {
            return PipeInput.open(file, context::cancel);
        }
        InputStream in = context.io().in();
        if (in == null || (!context.hasInput() && context.io().inTerminal())) {
            throw Failure.of(ExitStatus.USAGE, "the transaction is missing")
                    .because("Neither a file nor a here-document is given, and standard input is the terminal.")
                    .next("txn FILE; or txn <<END, the lines, END");
        }
        return in;
    }

    private static String words(Cmd.Transaction txn) {
        return "transaction: " + Units.count(txn.condition().size(), "condition") + ", then "
                + Units.count(txn.ifThen().size(), "operation") + ", else "
                + Units.count(txn.elseThen().size(), "operation")
                + (txn.operations().isEmpty()
                        ? ""
                        : ", " + Units.count(txn.operations().size(), "branch"));
    }

    private static String words(Cmd.KvTransaction txn) {
        return "transaction: " + Units.count(txn.branches().size(), "branch");
    }

    /**
     * Prints a note that the transaction stays in the log, and so in exports, until the service purges it after a
     * snapshot.
     */
    private void warnOfLoggedForm(MetaClient client) {
        if (client.logsBranches()) {
            context.io()
                    .err()
                    .println("note: the service logs this as KvTransaction, which metactl and services up to 260205"
                            + " cannot read, in exports either; written as a Transaction they can");
        }
    }

    private static boolean deletesMany(Cmd read) {
        if (read instanceof Cmd.KvTransaction branches) {
            return branches.branches().stream()
                    .flatMap(branch -> branch.operations().stream())
                    .anyMatch(KvOp.DeleteByPrefix.class::isInstance);
        }
        Cmd.Transaction txn = (Cmd.Transaction) read;
        return deletesMany(txn.ifThen())
                || deletesMany(txn.elseThen())
                || txn.operations().stream().anyMatch(branch -> deletesMany(branch.operations()));
    }

    private static boolean deletesMany(List<TxnOp> operations) {
        return operations.stream().anyMatch(op -> op.request() instanceof TxnOp.DeleteByPrefix);
    }

    private void show(TxnOutcome outcome) throws IOException {
        Listing list = output.open(
                context,
                Column.text("operation"),
                Column.text("key"),
                Column.id("seq_before"),
                Column.id("seq"),
                Column.number("number"),
                Column.text("value"));
        for (TxnOutcome.Result result : outcome.results()) {
            boolean counts = result.operation().equals("delete_by_prefix")
                    || result.operation().equals("fetch_increase_u64");
            Object number = null;
            if (counts) {
                number = result.number();
            }
            Object value = null;
            if (result.after() != null) {
                value = values.cell(context, result.key(), result.after());
            }
            list.row(
                    result.operation(),
                    KeyPath.cell(context.directory(), result.key(), values.policy(context)),
                    seq(result.before()),
                    seq(result.after()),
                    number,
                    value);
        }
        output.end(context, list, "done: " + outcome.path() + ", " + Units.count(list.rows(), "operation"));
    }

    private static @Nullable Long seq(@Nullable SeqV value) {
        if (value == null) {
            return null;
        }
        return value.seq();
    }
}
