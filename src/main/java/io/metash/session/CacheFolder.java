package io.metash.session;

import io.metash.record.HomeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where metash keeps what it can do without: {@code $XDG_CACHE_HOME/metash}, else {@code ~/.cache/metash}. Its folders are for
 * the user alone (mode 0700), since keys and scratch copies of values stand in them. When it cannot be written, nothing is kept
 * and scratch files go to the system's folder for them.
 *
 * @param root the folder; need not exist
 */
public record CacheFolder(Path root) {
    /** The folder of the user who runs us. */
    public static CacheFolder ofUser() {
        return of(System.getenv(), HomeDirectory.path().toString());
    }

    static CacheFolder of(Map<String, String> environment, String home) {
        String xdg = environment.get("XDG_CACHE_HOME");
        // A relative one is to be ignored (XDG base directory specification).
        Path base = xdg != null && xdg.startsWith("/") ? Path.of(xdg) : Path.of(home, ".cache");
        return new CacheFolder(base.resolve("metash"));
    }

    /** The folder of the indexes, made when it is missing; empty when it cannot be written. */
    Optional<Path> indexes() {
        return folder("index");
    }

    /** A folder for files that live as long as we do. */
    public Path scratch() {
        return folder("tmp").orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    private Optional<Path> folder(String name) {
        Path folder = root.resolve(name);
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException | UnsupportedOperationException cannot) {
            return Optional.empty();
        }
        return Files.isWritable(folder) ? Optional.of(folder) : Optional.empty();
    }
}
