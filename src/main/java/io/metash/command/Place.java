package io.metash.command;

import io.metash.backup.ExportRecords;
import io.metash.history.PastState;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.OwningSource;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.record.U64;
import io.metash.session.CacheDirectory;
import io.metash.session.ConnectOptions;
import io.metash.session.PipedFile;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.session.Sessions;
import io.metash.storage.StorageUrl;
import io.metash.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target of an argument: an open session by name, else a file or a directory. A store at rest is named by its path,
 * whether a session is open on it or not; a running service by its session.
 *
 * @param file the file; null for a directory or a running service
 * @param path the local file or directory; null for object storage or a running service
 * @param session the session of a running service, or null
 */
public record Place(@Nullable StoredFile file, @Nullable Path path, @Nullable Session session) {
    /** Resolves a word; null means the current session. */
    public static Place of(CommandContext context, @Nullable String word) {
        if (word == null) {
            if (!context.sessions().hasCurrent()) {
                throw Failure.of(ExitStatus.USAGE, "no place is given, and no session is open")
                        .next("name a Raft directory, an export file or a session");
            }
            return of(context, context.session());
        }
        String name = word;
        if (word.startsWith("@")) {
            name = word.substring(1);
        }
        for (Session session : context.sessions().all()) {
            if (session.name().equals(name)) {
                return of(context, session);
            }
        }
        if (word.startsWith("@")) {
            return of(context, context.sessions().named(name));
        }
        if (StorageUrl.looksLikeUrl(word)) {
            return remote(context, word);
        }
        try {
            Path path = Path.of(word);
            if (Files.exists(path)) {
                return local(context, path);
            }
        } catch (InvalidPathException impossible) {
            throw noPlace(word);
        }
        throw noPlace(word);
    }

    private static Failure noPlace(String word) {
        return Failure.of(ExitStatus.IO, "no such file, directory or session")
                .at(word)
                .next("check the spelling; 'sessions' lists the open sessions; connect to a running service"
                        + " first: connect HOST:PORT");
    }

    /** Resolves a word; a session at an earlier entry yields the state at that entry. */
    public static Place shownAt(CommandContext context, @Nullable String word) {
        Optional<Session> earlier =
                session(context, word).filter(session -> session.shownPast().isPresent());
        if (earlier.isPresent()) {
            return running(earlier.get());
        }
        return of(context, word);
    }

    /** Resolves a word to the location of a store, whatever entry a session shows. */
    public static Place keptAt(CommandContext context, @Nullable String word) {
        Optional<Session> earlier =
                session(context, word).filter(session -> session.shownPast().isPresent());
        if (earlier.isPresent()) {
            return kept(context, earlier.get());
        }
        return of(context, word);
    }

    /** The open session with a name; null means the current one. */
    public static Optional<Session> session(CommandContext context, @Nullable String word) {
        if (word == null) {
            if (context.sessions().hasCurrent()) {
                return Optional.of(context.session());
            }
            return Optional.empty();
        }
        String name;
        if (word.startsWith("@")) {
            name = word.substring(1);
        } else {
            name = word;
        }
        return context.sessions().all().stream()
                .filter(session -> session.name().equals(name))
                .findFirst();
    }

    private static Place of(CommandContext context, Session session) {
        session.shownPast().ifPresent(past -> {
            String index = U64.text(past.at().index());
            throw Failure.of(
                            ExitStatus.REFUSED,
                            "the session is at entry " + index + ", but this command reads the whole store")
                    .at(session.name())
                    .next("at latest; or export --as-of " + index + " FILE, and name the file");
        });
        if (session.kind() == SessionKind.ENDPOINT) {
            return running(session);
        }
        return kept(context, session);
    }

    private static Place kept(CommandContext context, Session session) {
        if (StorageUrl.looksLikeUrl(session.place())) {
            return remote(context, session.place());
        }
        return local(context, Path.of(session.place()));
    }

    /** A session of a running service, or one that shows an earlier entry. */
    private static Place running(Session session) {
        return new Place(null, null, session);
    }

    private static Place local(CommandContext context, Path path) {
        if (Files.isDirectory(path)) {
            return ofDirectory(path);
        }
        // Ctrl-C ends the wait for a pipe.
        return new Place(context.storage().file(path.toString()), path, null);
    }

    /** A Raft directory. */
    public static Place ofDirectory(Path path) {
        return new Place(null, path, null);
    }

    /** A local file. */
    public static Place ofFile(Path path) {
        return new Place(StoredFile.of(path), path, null);
    }

    private static Place remote(CommandContext context, String url) {
        return stored(context.storage().file(url));
    }

    private static Place stored(StoredFile file) {
        return new Place(file, null, null);
    }

    /** The Raft directory; empty for a file or a running service. */
    public Optional<Path> directory() {
        return Optional.ofNullable(path).filter(Files::isDirectory);
    }

    /** The file of a place that is neither a directory nor a running service. */
    public StoredFile storedFile() {
        return Objects.requireNonNull(file, "the place is a directory or a running service");
    }

    /** This place in a form that can be read several times: data from a pipe is buffered. */
    public Place rereadable(CommandContext context) throws IOException {
        if (path != null && PipedFile.isAt(path)) {
            return stored(PipedFile.read(path, CacheDirectory.ofUser(), context.cancel()));
        }
        return this;
    }

    /** The name in messages. */
    public String shown() {
        if (session != null) {
            return session.place();
        }
        if (file != null) {
            return file.toString();
        }
        return String.valueOf(path);
    }

    /** The state of the earlier entry that the word selects; empty for the latest state. */
    public Optional<PastState> past() {
        return Optional.ofNullable(session).flatMap(Session::shownPast);
    }

    /** The name in headings, with the selected entry. */
    public String title() {
        return shown()
                + past().map(state -> " at entry " + U64.text(state.at().index()))
                        .orElse("");
    }

    /** The word that selects the place in a command. */
    public String argument() {
        if (session != null && session.shownPast().isPresent()) {
            return "@" + session.name();
        }
        return shown();
    }

    /** Opens the records of a file, of a running service, or of the state that a session shows. */
    public RecordSource records(Cancel cancel) throws IOException {
        if (file != null) {
            return ExportRecords.of(file);
        }
        OpenPlace opened = open(ConnectOptions.standard().watched(Progress.NONE, cancel));
        return new OwningSource(opened.session().export(), opened);
    }

    /** Opens a session on the place. Closing it leaves a service's session open. */
    public OpenPlace open(ConnectOptions options) throws IOException {
        if (session != null) {
            Optional<PastState> past = session.shownPast();
            if (past.isEmpty()) {
                return new OpenPlace(session, false);
            }
            long index = past.get().at().index();
            return new OpenPlace(session.past().orElseThrow().at(index, options.cancel()), true);
        }
        if (path != null) {
            return new OpenPlace(Sessions.standard().connect(path.toString(), "it", options), true);
        }
        return new OpenPlace(Sessions.open(storedFile(), "it", options), true);
    }

    /**
     * A session of a place.
     *
     * @param session the session
     * @param own whether closing this closes the session
     */
    public record OpenPlace(Session session, boolean own) implements Closeable {
        @Override
        public void close() throws IOException {
            if (own) {
                session.close();
            }
        }
    }
}
