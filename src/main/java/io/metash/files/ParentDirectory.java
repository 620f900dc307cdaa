package io.metash.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The directory of a file. */
public final class ParentDirectory {
    private ParentDirectory() {}

    /** The absolute path of the directory that contains a file; the file is not a root. */
    public static Path of(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), () -> file + " is a root, not a file");
    }

    /** The path itself if it exists, else its nearest parent that does. */
    public static Path existing(Path path) {
        Path up = path;
        while (!Files.exists(up)) {
            up = of(up);
        }
        return up;
    }
}
