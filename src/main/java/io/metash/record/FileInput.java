package io.metash.record;

import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what a FILE argument names: a regular file, a FIFO, a process substitution, {@code /dev/stdin}. */
public final class FileInput {
    private FileInput() {}

    /** The bytes of a file, from its start; each may be read once only where it is a pipe. */
    public static InputStream open(Path file) throws IOException {
        if (Files.isRegularFile(PathName.require(file))) {
            return Files.newInputStream(file);
        }
        // The streams of java.nio ask for the position of a file, which a pipe does not have; so does FileInputStream
        // itself.
        return new FilterInputStream(new FileInputStream(file.toFile())) {};
    }

    /** The size of a regular file, bytes; -1 for a pipe or a device. */
    public static long size(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.size(file) : -1;
    }
}
