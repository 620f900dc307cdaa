package io.metash.command.service;

import io.metash.client.TxnOutcome;
import io.metash.client.UnsafeRequests;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.Confirmation;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.LiveOption;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.OptionalU64;
import io.metash.record.SeqV;
import io.metash.record.TxnOp;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import io.metash.session.EndpointSession;
import io.metash.session.KeyRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code delete}: deletes keys. */
@Command(
        name = "delete",
        description = {
            "Deletes keys of a running service, or all keys with a prefix that exist when the command starts; a key"
                    + " that changes during the command is kept. It requires 'rw on'; more than one key is confirmed by typing"
                    + " the name of the session.",
            "",
            "Examples:",
            "  delete @live __fd_id_gen/no_such_key",
            "  delete @live --prefix __fd_database/ --dry-run",
            "  delete @live --prefix no/such/prefix/ --yes-i-mean live"
        })
public final class DeleteCommand implements Callable<Integer> {
    private static final int BATCH = 200;

    private final CommandContext context;

    @Parameters(arity = "0..*", paramLabel = "KEY", description = "The keys.")
    private List<String> keys = List.of();

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "Deletes all keys that start with this prefix.")
    private @Nullable String prefix;

    @Option(names = "--yes-i-mean", paramLabel = "SESSION", description = "The confirmation: the name of the session.")
    private @Nullable String yes;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    public DeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (keys.isEmpty() == (prefix == null)) {
            throw Failure.of(ExitStatus.USAGE, "delete needs keys or --prefix").next("delete KEY");
        }
        EndpointSession session = LiveOption.endpoint(context);
        context.requireWritable(session);
        if (prefix != null || keys.size() > 1) {
            if (dryRun.given()) {
                Confirmation.check(context, session.name(), session.name(), null);
            } else {
                Confirmation.check(context, session.name(), yes, session);
            }
        }
        List<Target> doomed;
        if (prefix == null) {
            doomed = named(session);
        } else {
            doomed = below(prefix);
        }
        ActionPlan plan = new ActionPlan();
        for (int from = 0; from < doomed.size(); from += BATCH) {
            List<Target> batch = doomed.subList(from, Math.min(doomed.size(), from + BATCH));
            plan.add(words(batch), () -> delete(session, batch));
        }
        if (doomed.isEmpty()) {
            context.io().err().println("0 records");
            return ExitStatus.OK.code();
        }
        if (!dryRun.given() && doomed.size() > 1) {
            context.io().err().println(Units.count(doomed.size(), "key") + " will be deleted; this cannot be undone");
            plan.confirm(context, session.name(), yes, session);
        }
        int status = plan.run(context, dryRun.given());
        if (!dryRun.given()) {
            context.io()
                    .err()
                    .println("deleted " + Units.count(deleted, "key")
                            + (kept == 0
                                    ? ""
                                    : "; " + Units.count(kept, "key") + " changed during the command and kept"));
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("keys", Long.toString(deleted));
            facts.put("first", doomed.get(0).key().text());
            facts.put("prefix", prefix);
            Audit.record(context, "delete", session.name() + " " + session.place(), facts);
        }
        return status;
    }

    private long deleted;
    private long kept;

    /** A key to delete, with the value that was read. */
    private record Target(Bytes key, SeqV value) {}

    private List<Target> named(EndpointSession session) {
        List<Target> found = new ArrayList<>();
        List<Bytes> wanted = new LinkedHashSet<>(keys)
                .stream()
                        .map(typed -> Bytes.utf8(KeyPath.resolve(context.directory(), typed)))
                        .toList();
        List<@Nullable SeqV> values = session.client().get(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            if (values.get(i) == null) {
                context.io().err().println("no such key: " + KeyPath.word(context, wanted.get(i)));
            } else {
                found.add(new Target(wanted.get(i), values.get(i)));
            }
        }
        return found;
    }

    private List<Target> below(String prefix) throws IOException {
        Bytes start = Bytes.utf8(KeyPath.resolve(context.directory(), prefix));
        UnsafeRequests.prefix(start);
        KeyRange range = KeyRange.ofPrefix(start);
        List<Target> found = new ArrayList<>();
        try (KvCursor cursor = context.scan(range.from(), range.to())) {
            while (cursor.next()) {
                SeqV value = cursor.value();
                // The value is no longer needed.
                found.add(new Target(cursor.key(), new SeqV(value.seq(), null, Bytes.EMPTY)));
            }
        }
        return found;
    }

    private String words(List<Target> batch) {
        String first = KeyPath.word(context, batch.get(0).key());
        if (batch.size() == 1) {
            return "delete " + first + ", seq " + U64.text(batch.get(0).value().seq());
        }
        return "delete " + Units.count(batch.size(), "key") + " from " + first + " to "
                + KeyPath.word(context, batch.get(batch.size() - 1).key());
    }

    /** Deletes a batch in one transaction, each key only if unchanged. */
    private void delete(EndpointSession session, List<Target> batch) {
        List<TxnOp> operations = batch.stream()
                .map(one -> new TxnOp(
                        new TxnOp.Delete(
                                one.key(), true, OptionalU64.of(one.value().seq()), UnknownFields.NONE),
                        UnknownFields.NONE))
                .toList();
        Cmd.Transaction txn = new Cmd.Transaction(List.of(), List.of(), operations, List.of(), UnknownFields.NONE);
        for (TxnOutcome.Result result : session.client().transaction(txn).results()) {
            if (result.number() == 1) {
                deleted++;
            } else {
                if (result.before() != null) {
                    kept++;
                }
            }
        }
    }
}
