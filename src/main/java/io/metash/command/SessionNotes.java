package io.metash.command;

import io.metash.output.Io;
import io.metash.output.Printable;
import io.metash.output.TextWrap;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.Session;
import java.io.PrintStream;
import java.util.List;

/** Prints the notes and losses of a session. */
public final class SessionNotes {
    private SessionNotes() {}

    /** Prints notes, each on a line that begins with {@code note:}. */
    public static void print(PrintStream err, List<String> notes) {
        notes.forEach(note -> err.println("note: " + Printable.text(note)));
    }

    /** Prints notes, wrapped on a terminal. */
    public static void print(Io io, List<String> notes) {
        if (!io.errTerminal()) {
            print(io.err(), notes);
            return;
        }
        int columns = io.width().getAsInt();
        for (String note : notes) {
            TextWrap.lines("note: " + Printable.text(note), columns).forEach(io.err()::println);
        }
    }

    /**
     * Prints the missing parts of a damaged store, each on a line that begins with {@code lost:}; returns the status.
     */
    public static int lost(PrintStream err, List<String> losses) {
        losses.forEach(loss -> err.println("lost: " + Printable.text(loss)));
        return (losses.isEmpty() ? ExitStatus.OK : ExitStatus.INCOMPLETE).code();
    }

    /** Rejects salvaged sessions, which are incomplete. */
    public static void requireComplete(Session session) {
        if (!session.losses().isEmpty()) {
            throw Failure.of(ExitStatus.REFUSED, "the session shows only the intact part of a damaged store")
                    .at(session.name() + ", " + session.place())
                    .because("Lost: " + session.losses().get(0)
                            + (session.losses().size() == 1 ? "" : "; 'status' lists the rest"))
                    .next("export FILE writes the intact part without a manifest; then name that file");
        }
    }
}
