package io.metash.session;

import io.metash.raftdir.RaftDir;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.raftdir.legacy.LiftOptions;
import io.metash.record.RecordSource;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens Raft directories. */
final class DirectoryOpener implements SessionOpener {
    @Override
    public boolean knows(String place) {
        Path path = Sessions.path(place);
        return path != null && Files.isDirectory(path);
    }

    @Override
    public Session open(String place, String name, ConnectOptions options) throws IOException {
        Path path = Path.of(place);
        if (LegacyDir.isAt(path)) {
            return StoreSession.open(name, place, lifted(path, options), options);
        }
        RaftDir dir;
        if (options.salvage()) {
            dir = RaftDir.salvage(path);
        } else {
            dir = RaftDir.open(path);
        }
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

    private static StoreParts lifted(Path path, ConnectOptions options) throws IOException {
        LiftOptions lifting = new LiftOptions(options.cache().scratch(), options.progress(), options.cancel());
        try (LegacyDir dir = options.salvage() ? LegacyDir.salvage(path) : LegacyDir.open(path);
                RecordSource records = dir.export(lifting)) {
            LiftedCopy copy = LiftedCopy.of(records, dir::lifted, options);
            return new LegacyParts(dir, new FileParts(ExportFile.of(StoredFile.of(path), copy, options)));
        }
    }
}
