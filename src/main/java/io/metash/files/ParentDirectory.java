package io.metash.files;

import java.nio.file.Path;
import java.util.Objects;

/** The directory of a file. */
public final class ParentDirectory {
    private ParentDirectory() {}

    /** The absolute path of the directory that contains a file; the file is not a root. */
    public static Path of(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), () -> file + " is a root, not a file");
    }
}
