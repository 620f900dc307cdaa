package io.metash.session;

import io.metash.record.HomeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * The cache directory: {@code $XDG_CACHE_HOME/metash}, else {@code ~/.cache/metash}. Its directories are private
 * (mode 0700), since they contain keys and scratch copies of values. When it is not writable, nothing is cached and
 * scratch files go to the system's temporary directory.
 *
 * @param root the directory; need not exist
 */
public record CacheDirectory(Path root) {
    /** The cache directory of the current user. */
    public static CacheDirectory ofUser() {
        return of(System.getenv(), HomeDirectory.path().toString());
    }

    static CacheDirectory of(Map<String, String> environment, String home) {
        String xdg = environment.get("XDG_CACHE_HOME");
        // A relative path must be ignored (XDG base directory specification).
        Path base;
        if (xdg != null && xdg.startsWith("/")) {
            base = Path.of(xdg);
        } else {
            base = Path.of(home, ".cache");
        }
        return new CacheDirectory(base.resolve("metash"));
    }

    /** Returns the directory of the indexes, created when missing; empty when it is not writable. */
    Optional<Path> indexes() {
        return directory("index");
    }

    /** Returns a directory for scratch files of this process. */
    public Path scratch() {
        return directory("tmp").orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    private Optional<Path> directory(String name) {
        Path directory = root.resolve(name);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException | UnsupportedOperationException cannot) {
            return Optional.empty();
        }
        if (Files.isWritable(directory)) {
            return Optional.of(directory);
        }
        return Optional.empty();
    }
}
