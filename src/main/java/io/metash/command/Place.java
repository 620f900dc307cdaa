package io.metash.command;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.session.Sessions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What an argument names: an open session by its name, else a file or a folder. A store at rest is told by its path, whether a
 * session is open on it or not; a running service by its session.
 *
 * @param path the file or folder, or null for a running service
 * @param session the session of a running service, or null
 */
public record Place(Path path, Session session) {
    /** The place that a word names; null stands for the current session. */
    public static Place of(CommandContext context, String word) {
        if (word == null) {
            if (!context.sessions().hasCurrent()) {
                throw Failure.of(ExitStatus.USAGE, "nothing is named, and no session is open")
                        .next("name a Raft directory, an export file or a session");
            }
            return of(context.session());
        }
        String name = word.startsWith("@") ? word.substring(1) : word;
        for (Session session : context.sessions().all()) {
            if (session.name().equals(name)) {
                return of(session);
            }
        }
        if (word.startsWith("@")) {
            return of(context.sessions().named(name));
        }
        Path path;
        try {
            path = Path.of(word);
        } catch (InvalidPathException impossible) {
            path = null;
        }
        if (path == null || !Files.exists(path)) {
            throw Failure.of(ExitStatus.IO, "there is no such file, folder or session")
                    .at(word)
                    .next("look at the spelling; 'sessions' lists the open sessions; a running service is connected to"
                            + " first: connect HOST:PORT");
        }
        return new Place(path, null);
    }

    private static Place of(Session session) {
        return session.kind() == SessionKind.ENDPOINT
                ? new Place(null, session)
                : new Place(Path.of(session.place()), null);
    }

    public boolean isDirectory() {
        return path != null && Files.isDirectory(path);
    }

    /** What to call it in messages. */
    public String shown() {
        return path == null ? session.place() : path.toString();
    }

    /** A session on the place; to be closed, which leaves that of a service open. */
    public Opened open(ConnectOptions options) throws IOException {
        if (session != null) {
            return new Opened(session, false);
        }
        Sessions sessions = Sessions.standard();
        return new Opened(sessions.connect(path.toString(), "it", options), true);
    }

    /**
     * A session of a place.
     *
     * @param session the session
     * @param own whether it is closed with this
     */
    public record Opened(Session session, boolean own) implements Closeable {
        @Override
        public void close() throws IOException {
            if (own) {
                session.close();
            }
        }
    }
}
