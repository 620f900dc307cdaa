package io.metash.command;

import io.metash.output.Printable;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.session.Sessions;
import io.metash.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The open sessions of a context, what the shell remembers of each, and the storage they are read from. */
final class OpenSessions implements Closeable {
    private final CommandContext context;
    private final Map<Session, SessionState> states = new WeakHashMap<>();
    private @Nullable Sessions sessions;
    private @Nullable Storage storage;

    OpenSessions(CommandContext context) {
        this.context = context;
    }

    /** Files and object storage with the current settings. */
    Storage storage() {
        if (storage == null) {
            storage = new Storage(() -> context.config().shelves(), context::cancel, notice -> context.io()
                    .err()
                    .println("note: " + Printable.text(notice)));
        }
        return storage;
    }

    Sessions sessions() {
        if (sessions == null) {
            sessions = Sessions.standard(storage());
        }
        return sessions;
    }

    void replace(Sessions others) {
        sessions = others;
    }

    synchronized SessionState state(Session session) {
        return states.computeIfAbsent(session, unknown -> new SessionState());
    }

    /** Requires that the session is writable now: a running service with {@code rw on} that has not expired. */
    void requireWritable(Session session) {
        if (session.kind() != SessionKind.ENDPOINT) {
            throw Failure.of(
                            ExitStatus.REFUSED,
                            "a session on " + article(session.kind().words()) + " is read-only")
                    .at(session.name())
                    .because("A directory or a file can only be replaced as a whole.")
                    .next("import --raft-dir DIR");
        }
        if (state(session).writableForNanos() == 0) {
            throw Failure.of(ExitStatus.REFUSED, "the session is read-only")
                    .at(session.name())
                    .next("rw on 15m");
        }
    }

    private static String article(String words) {
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }

    @Override
    public void close() throws IOException {
        if (sessions != null) {
            sessions.close();
        }
    }
}
