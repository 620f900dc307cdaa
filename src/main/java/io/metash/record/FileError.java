package io.metash.record;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Names the file of an error that Java reports without one, such as those of reads, writes and syncs. */
public final class FileError {
    private FileError() {}

    /** Returns the error with the file, or the error itself if it is of a more specific class. */
    public static IOException named(IOException failed, Path file) {
        if (failed.getClass() != IOException.class) {
            return failed;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, failed.getMessage());
        named.initCause(failed);
        return named;
    }
}
