package io.metash.command.service;

import io.metash.client.TxnOutcome;
import io.metash.command.ActionPlan;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.DryRunOption;
import io.metash.command.option.LiveOption;
import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.OptionalU64;
import io.metash.record.SeqV;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import io.metash.session.EndpointSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command that sets a key to the value of another key in one transaction, which does nothing if either key changes.
 * The expiry is kept.
 */
abstract class KeyTransfer implements Callable<Integer> {
    private static final long EQUAL = 0;

    private final CommandContext context;
    private final String command;
    private final boolean moves;

    @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
    private String from;

    @Parameters(index = "1", paramLabel = "NEW", description = "The other key.")
    private String to;

    @Option(names = "--force", description = "Replaces the other key if it exists.")
    private boolean force;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    KeyTransfer(CommandContext context, String command, boolean moves) {
        this.context = context;
        this.command = command;
        this.moves = moves;
    }

    @Override
    public final Integer call() throws IOException {
        EndpointSession session = LiveOption.endpoint(context);
        context.requireWritable(session);
        Bytes source = Bytes.utf8(KeyPath.resolve(context.directory(), from));
        Bytes target = Bytes.utf8(KeyPath.resolve(context.directory(), to));
        SeqV value = session.get(source);
        if (value == null) {
            throw Failure.of(ExitStatus.NO, "no such key").at(KeyPath.word(context, source) + " in " + session.place());
        }
        if (source.equals(target)) {
            throw Failure.of(ExitStatus.USAGE, "both are the same key").at(KeyPath.word(context, source));
        }
        SeqV existing = session.get(target);
        if (existing != null && !force) {
            throw Failure.of(ExitStatus.REFUSED, "the other key already exists")
                    .at(KeyPath.word(context, target))
                    .next("--force replaces it");
        }
        String words = command + " " + KeyPath.word(context, source) + " to " + KeyPath.word(context, target);
        return new ActionPlan()
                .add(words, () -> run(session, source, value, target, existing))
                .run(context, dryRun.given());
    }

    private void run(EndpointSession session, Bytes source, SeqV value, Bytes target, @Nullable SeqV existing)
            throws IOException {
        List<TxnOp> operations = new ArrayList<>();
        Long expiry = null;
        if (value.meta() != null) {
            expiry = value.meta().expireAtMs();
        }
        operations.add(operation(TxnOp.Put.of(target, value.data()).withExpiry(expiry, null)));
        if (moves) {
            operations.add(operation(new TxnOp.Delete(source, true, OptionalU64.NONE, UnknownFields.NONE)));
        }
        Cmd.Transaction txn = new Cmd.Transaction(
                List.of(),
                List.of(unchanged(source, value.seq()), unchanged(target, SeqV.seqOf(existing))),
                operations,
                List.of(),
                UnknownFields.NONE);
        TxnOutcome outcome = session.client().transaction(txn);
        if (!outcome.success()) {
            throw Failure.of(ExitStatus.NO, "one of the two keys was changed by another client, so nothing was done")
                    .at(session.name());
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("from", source.text());
        facts.put("to", target.text());
        Audit.record(context, moves ? "mv" : "cp", session.name() + " " + session.place(), facts);
    }

    private static TxnOp operation(TxnOp.Request request) {
        return new TxnOp(request, UnknownFields.NONE);
    }

    private static TxnCondition unchanged(Bytes key, long seq) {
        return new TxnCondition(key, EQUAL, new TxnCondition.Seq(seq), UnknownFields.NONE);
    }
}
