package io.metash.command.history;

import io.metash.command.CommandContext;
import io.metash.command.SessionNotes;
import io.metash.command.keys.KeyPath;
import io.metash.command.option.OutputOption;
import io.metash.command.option.PointArguments;
import io.metash.history.UnknownKey;
import io.metash.output.Column;
import io.metash.output.Listing;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.session.Session;
import io.metash.session.SessionPast;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code at}: moves the session to an earlier entry of the raft log. */
@Command(
        name = "at",
        description = {
            "Shows the state after an earlier entry of the raft log: every command of the session then sees it, until"
                    + " 'at latest'. A time selects the last entry up to it; a duration such as 2h counts back from the"
                    + " last entry. Without a point, the command shows the current entry and how far back the"
                    + " session can go.",
            "A point before the snapshot is reconstructed from the snapshot and the log. A key is unknown if the log"
                    + " contains a write after the point, but none before it: unknown keys are not shown, but"
                    + " counted, and --unknown lists them. An older snapshot in the directory, or an older backup"
                    + " with --base, fills such gaps.",
            "",
            "Examples:",
            "  at",
            "  at 3",
            "  at latest"
        })
public final class AtCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "INDEX|TIME",
            description = "An index, 2026-11-24T09:45:00Z, 2h, or latest.")
    private @Nullable String point;

    @Option(
            names = "--base",
            paramLabel = "PLACE",
            description = "An older backup or copy of the same store, for entries that the log no longer holds.")
    private @Nullable String base;

    @Option(names = "--unknown", description = "Lists the keys that are unknown at the point, each with the reason.")
    private boolean unknown;

    @Mixin
    private OutputOption output = new OutputOption();

    public AtCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Session session = context.session();
        SessionPast past = PointArguments.past(session);
        if (base != null) {
            past.base(PointArguments.base(context, base), context.cancel());
        }
        if (point != null && point.equals(PointArguments.LATEST)) {
            past.goToLatest();
        } else if (point != null) {
            past.go(PointArguments.parse(point, past, context.cancel()), context.cancel());
        }
        if (unknown) {
            return list(past);
        }
        if (past.shown().isEmpty() && past.latest() >= past.earliest()) {
            context.io()
                    .err()
                    .println(Printable.text(session.name()) + " is at the latest entry, " + past.latest()
                            + "; 'at' can go back to " + past.earliest());
        } else {
            SessionNotes.print(context.io(), session.notes());
        }
        return ExitStatus.OK.code();
    }

    private int list(SessionPast past) throws IOException {
        Listing list =
                output.open(context, Column.text("key"), Column.text("reason"), Column.id("entry"), Column.text("why"));
        List<UnknownKey> keys =
                past.shown().map(state -> List.copyOf(state.unknown().values())).orElse(List.of());
        for (UnknownKey key : keys) {
            list.row(
                    KeyPath.cell(context, context.directory(), key.key()),
                    key.reason().name().toLowerCase(Locale.ROOT),
                    key.entry(),
                    key.words());
        }
        list.finish();
        context.io().out().flush();
        context.io().err().println(Units.count(list.rows(), "unknown key"));
        return ExitStatus.OK.code();
    }
}
