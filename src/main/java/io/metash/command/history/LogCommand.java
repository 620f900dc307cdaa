package io.metash.command.history;

import io.metash.command.CommandContext;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.OutputOption;
import io.metash.command.option.PointArguments;
import io.metash.command.option.ValueOption;
import io.metash.history.KeyChange;
import io.metash.history.LogStep;
import io.metash.output.Listing;
import io.metash.output.Units;
import io.metash.record.Bytes;
import io.metash.record.Entry;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.session.Session;
import io.metash.session.SessionPast;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code log}: lists the changes of the entries of the raft log. */
@Command(
        name = "log",
        description = {
            "Lists what the entries of the raft log changed: the time, the command or the part of a transaction, and"
                    + " the old and new value of each field. If the output is not a terminal, each change is a line of"
                    + " JSON with the values before and after.",
            "If the store does not hold the earlier value of a key, the change says so. At an earlier entry ('at') the"
                    + " log ends there.",
            "",
            "Examples:",
            "  log",
            "  log 2..4",
            "  log --key __fd_database/ -o ndjson",
            "  log --since 2h"
        })
public final class LogCommand implements Callable<Integer> {
    private static final String TO = "..";

    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "FROM..TO",
            description = "The entries: 100..200, 100.., ..200, or one; times work too.")
    private String range = TO;

    @Option(names = "--key", paramLabel = "PREFIX", description = "Only changes of keys with this prefix.")
    private @Nullable String prefix;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only entries from this time on: 2026-11-24T09:45:00Z, or 2h before the last entry.")
    private @Nullable String since;

    @Mixin
    private ValueOption values = new ValueOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public LogCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Session session = context.session();
        SessionPast past = PointArguments.past(session);
        Entries entries = entries(past);
        Long sinceMs = null;
        if (since != null) {
            sinceMs = PointArguments.timeMs(since, past);
        }
        Bytes start = null;
        if (prefix != null) {
            start = Bytes.utf8(KeyPath.resolve(context.directory(), prefix));
        }
        Printer printer = new Printer(entries.from(), sinceMs, start);
        past.walk(entries.until(), printer, context.cancel());
        Listing list = printer.rows.list();
        return output.end(
                context, list, Units.count(list.rows(), "line") + " of " + Units.count(printer.entries, "entry"));
    }

    /** The entries of a range, both ends included. */
    private record Entries(long from, long until) {}

    private Entries entries(SessionPast past) throws IOException {
        int dots = range.indexOf(TO);
        String first = range;
        if (dots >= 0) {
            first = range.substring(0, dots);
        }
        String last = range;
        if (dots >= 0) {
            last = range.substring(dots + TO.length());
        }
        long from = 0;
        if (!first.isEmpty()) {
            from = PointArguments.parse(first, past, context.cancel());
        }
        long shown;
        if (past.shown().isEmpty()) {
            shown = past.latest();
        } else {
            shown = past.shown().get().at().index();
        }
        long until = shown;
        if (!last.isEmpty()) {
            until = Math.min(shown, PointArguments.parse(last, past, context.cancel()));
        }
        if (!first.isEmpty() && !last.isEmpty() && U64.compare(from, until) > 0 && dots >= 0) {
            throw Failure.of(ExitStatus.USAGE, "the log from " + first + " to " + last + " has no entries")
                    .next("log FROM..TO, the lower one first");
        }
        return new Entries(from, until);
    }

    /** Prints the changes of the entries that match the options. */
    private final class Printer implements LogStep.Sink {
        private final long from;
        private final @Nullable Long sinceMs;
        private final @Nullable Bytes start;
        private final ChangeRows rows = new ChangeRows(context, output, values);
        private long entries;

        /**
         * Creates a printer.
         *
         * @param sinceMs the earliest time, or null
         * @param start the prefix of the keys, or null for all entries
         */
        Printer(long from, @Nullable Long sinceMs, @Nullable Bytes start) {
            this.from = from;
            this.sinceMs = sinceMs;
            this.start = start;
        }

        @Override
        public void step(LogStep step) throws IOException {
            Long timeMs = null;
            if (step.entry().payload() instanceof Entry.Normal normal) {
                timeMs = normal.timeMs();
            }
            boolean early = U64.compare(step.entry().logId().index(), from) < 0
                    || sinceMs != null && (timeMs == null || U64.compare(timeMs, sinceMs) < 0);
            if (early) {
                return;
            }
            entries++;
            for (KeyChange change : step.changes()) {
                if (start == null || change.key().startsWith(start)) {
                    rows.change(step, change);
                }
            }
            if (step.changes().isEmpty() && start == null) {
                rows.entry(step);
            }
        }
    }
}
