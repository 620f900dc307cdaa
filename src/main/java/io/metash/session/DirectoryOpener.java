package io.metash.session;

import io.metash.raftdir.RaftDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens Raft directories: every place that is a folder. */
final class DirectoryOpener implements SessionOpener {
    @Override
    public boolean knows(String place) {
        Path path = Sessions.path(place);
        return path != null && Files.isDirectory(path);
    }

    @Override
    public Session open(String place, String name, ConnectOptions options) throws IOException {
        Path path = Path.of(place);
        RaftDir dir = options.salvage() ? RaftDir.salvage(path) : RaftDir.open(path);
        DirectoryParts parts = new DirectoryParts(dir);
        if (!options.salvage()) {
            try {
                StoreGate.check(dir, parts, place, options);
            } catch (IOException | RuntimeException refused) {
                parts.close();
                throw refused;
            }
        }
        return StoreSession.open(name, place, parts, options);
    }
}
