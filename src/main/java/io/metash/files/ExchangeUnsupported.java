package io.metash.files;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The kernel or the file system cannot exchange two names in one step. */
public final class ExchangeUnsupported extends FileSystemException {
    private static final long serialVersionUID = 1;

    /** Says which names were to be exchanged. */
    public ExchangeUnsupported(Path a, Path b) {
        super(a.toString(), b.toString(), "the file system cannot exchange two names");
    }
}
