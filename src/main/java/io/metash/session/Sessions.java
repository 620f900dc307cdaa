package io.metash.session;

import io.metash.client.Address;
import io.metash.record.EditDistance;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.storage.Storage;
import io.metash.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The open sessions by name, one of them the current one. */
public final class Sessions implements Closeable {
    private final List<SessionOpener> openers;
    private final Map<String, Session> open = new LinkedHashMap<>();
    private @Nullable Session current;

    /** Creates sessions on Raft directories, local export files and running meta services. */
    public static Sessions standard() {
        return standard(Storage.standard());
    }

    /** Creates sessions on Raft directories, export files, also in object storage, and running meta services. */
    public static Sessions standard(Storage storage) {
        return new Sessions(List.of(new DirectoryOpener(), new FileOpener(storage), new EndpointOpener()));
    }

    /** Creates sessions of these kinds; the first opener that knows a place opens it. */
    public Sessions(List<SessionOpener> openers) {
        this.openers = List.copyOf(openers);
    }

    /**
     * Opens a place and makes it the current session.
     *
     * @param place a directory, a file, or addresses
     * @param givenName the name of the session; null for the last part of the place, with a number when that is
     *     in use
     * @throws Failure when the name is in use, or the place is missing or unreadable
     */
    public Session connect(String place, @Nullable String givenName, ConnectOptions options) throws IOException {
        if (givenName != null && open.containsKey(givenName)) {
            throw Failure.of(ExitStatus.USAGE, "a session named " + givenName + " already exists")
                    .at(open.get(givenName).place())
                    .next("disconnect " + ShellWord.of(givenName) + ", or choose another name: connect "
                            + ShellWord.of(place) + " as NAME");
        }
        String name = givenName;
        if (name == null) {
            name = freeName(place);
        }
        Session session = opener(place).open(place, name, options);
        if (options.cancel().requested()) {
            // The requesting command was abandoned.
            session.close();
            options.cancel().check();
        }
        open.put(name, session);
        current = session;
        return session;
    }

    /** Opens a separate session on an export file. The caller closes it. */
    public static Session open(StoredFile file, String name, ConnectOptions options) throws IOException {
        return FileOpener.open(file, name, options);
    }

    /** The current session. */
    public Session current() {
        if (current == null) {
            throw Failure.of(ExitStatus.USAGE, "no session is open")
                    .next("connect PLACE" + (open.isEmpty() ? "" : ", or use " + String.join(" | ", open.keySet())));
        }
        return current;
    }

    /** Whether there is a current session. */
    public boolean hasCurrent() {
        return current != null;
    }

    /** Returns the session of this name. */
    public Session named(String name) {
        Session session = open.get(name);
        if (session == null && name.startsWith("@")) {
            session = open.get(name.substring(1));
        }
        if (session == null) {
            throw unknown(name);
        }
        return session;
    }

    /** Makes the named session the current one. */
    public void use(String name) {
        current = named(name);
    }

    /** Closes a session; if it was the current one, the most recently opened session becomes current. */
    public void disconnect(String name) throws IOException {
        Session session = named(name);
        open.remove(name);
        if (session == current) {
            current = null;
            open.values().forEach(other -> current = other);
        }
        session.close();
    }

    /** The open sessions in opening order. */
    public List<Session> all() {
        return List.copyOf(open.values());
    }

    /** Closes all sessions, even if one fails. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Session session : all()) {
            try {
                session.close();
            } catch (IOException failed) {
                if (first == null) {
                    first = failed;
                }
            }
        }
        open.clear();
        current = null;
        if (first != null) {
            throw first;
        }
    }

    private SessionOpener opener(String place) {
        for (SessionOpener opener : openers) {
            if (opener.knows(place)) {
                return opener;
            }
        }
        Path path = path(place);
        if (path == null || !Files.exists(path)) {
            throw Failure.of(ExitStatus.IO, "no such file or directory")
                    .at(place)
                    .next("check the spelling; for a running service name its port: connect HOST:9191");
        }
        throw Failure.of(ExitStatus.USAGE, "this is neither a Raft directory nor an export file")
                .at(place)
                .because("It is a device, a pipe or a socket, which cannot be searched.");
    }

    /** Returns the place as a path, or null when it cannot be one. */
    static @Nullable Path path(String place) {
        try {
            return Path.of(place);
        } catch (InvalidPathException impossible) {
            return null;
        }
    }

    private String freeName(String place) {
        Path path = path(place);
        Path last = null;
        if (path != null) {
            last = path.toAbsolutePath().normalize().getFileName();
        }
        String base = "root";
        if (last != null) {
            base = last.toString();
        }
        if (Address.isList(base)) {
            base = Address.parseList(base).get(0).toString();
        }
        String name = base;
        for (int i = 2; open.containsKey(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    private Failure unknown(String name) {
        Failure failure = Failure.of(ExitStatus.USAGE, "there is no session named " + name);
        if (open.isEmpty()) {
            return failure.next("connect PLACE");
        }
        List<String> near = new ArrayList<>(open.keySet());
        near.sort((a, b) -> Integer.compare(EditDistance.between(name, a), EditDistance.between(name, b)));
        return failure.because("Open sessions, nearest name first: " + String.join(", ", near) + ".")
                .next("use " + ShellWord.of(near.get(0)));
    }
}
