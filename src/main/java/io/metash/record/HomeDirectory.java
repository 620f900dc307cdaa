package io.metash.record;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The home directory of the user: {@code HOME} as the launcher passes it on, else what the user database says. A user of a
 * container is often in no user database; Java then calls the directory {@code ?}, which is none.
 */
public final class HomeDirectory {
    /** No file can be made below it. */
    private static final Path NONE = Path.of("/dev/null");

    private HomeDirectory() {}

    /** The directory; empty when there is none. */
    public static Optional<Path> find() {
        String home = System.getProperty("user.home");
        return home != null && home.startsWith("/") ? Optional.of(Path.of(home)) : Optional.empty();
    }

    /** The directory, or a path below which nothing can be made. */
    public static Path path() {
        return find().orElse(NONE);
    }

    /** A path with {@code ~/} at its start replaced, as a shell does it; as it is when there is no home directory. */
    public static String expand(String path) {
        return path.startsWith("~/")
                ? find().map(home -> home + path.substring(1)).orElse(path)
                : path;
    }
}
