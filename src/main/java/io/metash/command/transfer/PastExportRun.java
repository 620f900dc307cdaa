package io.metash.command.transfer;

import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.command.option.PointArguments;
import io.metash.history.PastState;
import io.metash.history.UnknownKey;
import io.metash.output.Printable;
import io.metash.output.Units;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import io.metash.session.SessionPast;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exports a store as of an entry of its log. */
final class PastExportRun {
    private static final String UNKNOWN_KEYS = "unknown-keys";
    private static final int MAX_NAMED = 20;

    private final CommandContext context;
    private final String point;
    private final @Nullable String base;
    private final @Nullable String accept;

    PastExportRun(CommandContext context, @Nullable String point, @Nullable String base, @Nullable String accept) {
        if (point == null) {
            throw Failure.of(ExitStatus.USAGE, (base == null ? "--accept" : "--base") + " requires --as-of")
                    .next("export --as-of INDEX FILE");
        }
        if (accept != null && !accept.equals(UNKNOWN_KEYS)) {
            throw Failure.of(ExitStatus.USAGE, "export --accept takes " + UNKNOWN_KEYS + ", not '" + accept + "'")
                    .next("export --as-of INDEX --accept " + UNKNOWN_KEYS + " FILE");
        }
        this.context = context;
        this.point = point;
        this.base = base;
        this.accept = accept;
    }

    /** Opens the store: a directory, or the open session, which stays open. */
    Place.OpenPlace open(String raftDir) throws IOException {
        if (raftDir.isEmpty()) {
            return new Place.OpenPlace(context.session(), false);
        }
        return Place.of(context, raftDir).open(ConnectOptions.standard().watched((r, b, t) -> {}, context.cancel()));
    }

    /** The session at that entry; to be closed. Fails if something is unknown, unless accepted. */
    Session at(Session session) throws IOException {
        SessionPast past = PointArguments.past(session);
        if (base != null) {
            past.base(PointArguments.base(context, base), context.cancel());
        }
        Session view = past.at(PointArguments.parse(point, past, context.cancel()), context.cancel());
        try {
            check(view.shownPast().orElseThrow());
            return view;
        } catch (RuntimeException refused) {
            view.close();
            throw refused;
        }
    }

    /** Refuses to redact an incomplete state: the copy would be incomplete too. */
    static void requireKnown(CommandContext context, PastState state) {
        List<String> unknown = unknown(state);
        if (!unknown.isEmpty()) {
            unknown.stream().limit(MAX_NAMED).forEach(line -> context.io().err().println("unknown: " + line));
            String index = U64.text(state.at().index());
            throw incomplete(state, unknown)
                    .next("at " + index + " --base BACKUP, with an older backup; or export --as-of " + index
                            + " --accept " + UNKNOWN_KEYS + " FILE, and redact FILE");
        }
    }

    private static List<String> unknown(PastState state) {
        List<String> unknown = new ArrayList<>();
        for (UnknownKey key : state.unknown().values()) {
            unknown.add(Printable.text(key.key()) + ": " + key.words());
        }
        state.unknownNodes()
                .forEach(node -> unknown.add("node " + U64.text(node) + ": registered or removed by a later entry"));
        if (state.membership().isEmpty()) {
            unknown.add("membership: set by a later entry");
        }
        if (!state.sequenceKnown()) {
            unknown.add("sequence number: at most " + U64.text(state.sequence()) + ", which is written");
        }
        return unknown;
    }

    private static Failure incomplete(PastState state, List<String> unknown) {
        return Failure.of(
                ExitStatus.INCOMPLETE,
                counts(state.unknown().size(), unknown.size()) + " unknown at entry "
                        + U64.text(state.at().index()) + ", so the export would be incomplete");
    }

    private void check(PastState state) {
        List<String> unknown = unknown(state);
        if (unknown.isEmpty()) {
            return;
        }
        PrintStream err = context.io().err();
        boolean accepted = accept != null;
        int named;
        if (accepted) {
            named = unknown.size();
        } else {
            named = Math.min(MAX_NAMED, unknown.size());
        }
        unknown.subList(0, named).forEach(line -> err.println((accepted ? "left out: " : "unknown: ") + line));
        if (named < unknown.size()) {
            err.println("and " + (unknown.size() - named) + " more; 'at " + point + " --unknown' lists all");
        }
        if (!accepted) {
            String index = U64.text(state.at().index());
            throw incomplete(state, unknown)
                    .next("export --as-of " + index + " --base BACKUP FILE, with an older backup; or --accept "
                            + UNKNOWN_KEYS + ", which leaves them out");
        }
    }

    private static String counts(int keys, int all) {
        String others = "";
        if (keys != all) {
            others = " and " + Units.count(all - keys, "other record");
        }
        return Units.count(keys, "key") + others;
    }
}
