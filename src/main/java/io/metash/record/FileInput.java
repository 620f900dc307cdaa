package io.metash.record;

import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a FILE argument: a regular file, a FIFO, a process substitution, {@code /dev/stdin}. */
public final class FileInput {
    private FileInput() {}

    /** Opens a file at its start. A pipe can be read only once. */
    public static InputStream open(Path file) throws IOException {
        if (Files.isRegularFile(PathName.require(file))) {
            return Files.newInputStream(file);
        }
        // java.nio channels and FileInputStream query the position of a file, which fails on a pipe.
        return new FilterInputStream(new FileInputStream(file.toFile())) {};
    }

    /** The size of a regular file in bytes; -1 for a pipe or a device. */
    public static long size(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            return Files.size(file);
        }
        return -1;
    }
}
