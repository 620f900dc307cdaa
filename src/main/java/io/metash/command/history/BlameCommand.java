package io.metash.command.history;

import io.metash.command.CommandContext;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.OutputOption;
import io.metash.command.option.PointArguments;
import io.metash.command.option.ValueOption;
import io.metash.history.KeyChange;
import io.metash.history.LogStep;
import io.metash.history.PastValue;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.session.Session;
import io.metash.session.SessionPast;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code blame}: lists the entries of the raft log that wrote a key. */
@Command(
        name = "blame",
        description = {
            "Lists the entries of the raft log that wrote a key, with the fields that each changed. Writes before the"
                    + " start of the log are unknown; the sequence number and time of that value are shown.",
            "",
            "Examples:",
            "  blame __fd_database/test_tenant/default",
            "  blame -o ndjson __fd_id_gen/table_id"
        })
public final class BlameCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "KEY", description = "The key.")
    private String key;

    @Mixin
    private ValueOption values = new ValueOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public BlameCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Session session = context.session();
        SessionPast past = PointArguments.past(session);
        Bytes wanted = Bytes.utf8(KeyPath.resolve(context.directory(), key));
        Writes writes = new Writes(wanted, new ChangeRows(context, output, values));
        Listing list = writes.rows.list();
        long until;
        if (past.shown().isEmpty()) {
            until = past.latest();
        } else {
            until = past.shown().get().at().index();
        }
        past.walk(until, writes, context.cancel());
        SeqV now = session.get(wanted);
        if (list.rows() == 0 && now == null) {
            throw Failure.of(ExitStatus.NO, "no entry of the log wrote this key, and there is no such key")
                    .at(KeyPath.word(context, wanted) + " in " + session.place())
                    .next("find NAME");
        }
        int status = output.end(context, list, Units.count(list.rows(), "change"));
        writes.earlier(now);
        return status;
    }

    /** The entries that wrote the key. */
    private final class Writes implements LogStep.Sink {
        private final Bytes wanted;
        private final ChangeRows rows;
        /** The value before the first of them; null if there is none. */
        private @Nullable PastValue before;

        private long first = -1;

        Writes(Bytes wanted, ChangeRows rows) {
            this.wanted = wanted;
            this.rows = rows;
        }

        @Override
        public void step(LogStep step) throws IOException {
            if (first < 0) {
                first = step.entry().logId().index();
            }
            for (KeyChange change : step.changes()) {
                if (change.key().equals(wanted)) {
                    if (before == null) {
                        before = change.before();
                    }
                    rows.change(step, change);
                }
            }
        }

        /** Prints a note on the value before the log. */
        private void earlier(@Nullable SeqV now) {
            SeqV value = now;
            if (before != null) {
                value = before.value();
            }
            if (value == null) {
                return;
            }
            Long timeMs = null;
            if (value.meta() != null) {
                timeMs = value.meta().proposedAtMs();
            }
            String when = "";
            if (timeMs != null) {
                when = ", set " + Units.timestamp(timeMs, context.io().display().local());
            }
            String text = U64.text(value.seq()) + when;
            long entry = Math.max(0, first);
            if (before == null) {
                context.io().err().println("note: not written since entry " + entry + ": it is seq " + text);
            } else {
                context.io().err().println("note: before entry " + entry + " it was seq " + text);
            }
        }
    }
}
