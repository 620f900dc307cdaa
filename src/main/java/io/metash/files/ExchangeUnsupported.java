package io.metash.files;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Thrown when the kernel or the file system cannot exchange two names atomically. */
public final class ExchangeUnsupported extends FileSystemException {
    private static final long serialVersionUID = 1;

    /** The exception for two names. */
    public ExchangeUnsupported(Path a, Path b) {
        super(a.toString(), b.toString(), "the file system cannot exchange two names");
    }
}
