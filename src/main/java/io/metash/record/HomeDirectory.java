package io.metash.record;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The user's home directory: {@code HOME} as passed on by the launcher, else the entry in the user database. Users of a
 * container often have no entry; Java then returns {@code ?}, which counts as no home directory.
 */
public final class HomeDirectory {
    /** A path below which no file can be created. */
    private static final Path NONE = Path.of("/dev/null");

    private HomeDirectory() {}

    /** The home directory; empty when there is none. */
    public static Optional<Path> find() {
        String home = System.getProperty("user.home");
        if (home != null && home.startsWith("/")) {
            return Optional.of(Path.of(home));
        }
        return Optional.empty();
    }

    /** The home directory, or a path below which nothing can be created. */
    public static Path path() {
        return find().orElse(NONE);
    }

    /** Expands a leading {@code ~/} as a shell does; returns the path unchanged when there is no home directory. */
    public static String expand(String path) {
        if (path.startsWith("~/")) {
            return find().map(home -> home + path.substring(1)).orElse(path);
        }
        return path;
    }
}
