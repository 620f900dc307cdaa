package io.metash.storage;

import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.record.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file to read, on a local disk or in object storage. {@link #toString} is its place as a user would type it. */
public interface StoredFile {
    /** A local file, which may be a link, a device or a pipe. */
    static StoredFile of(Path path) {
        return new LocalFile(path, Cancel::new);
    }

    /** The file name: the last part of its place. */
    String name();

    /** Whether it exists. */
    boolean exists() throws IOException;

    /** Whether the file exists and can be read twice: a file or an object, not a pipe or a directory. */
    boolean regular() throws IOException;

    /**
     * Returns the metadata.
     *
     * @throws NoSuchFileException when the file does not exist
     */
    ObjectInfo info() throws IOException;

    /** The size in bytes. */
    default long size() throws IOException {
        return info().bytes();
    }

    /** Reads the file from its start. */
    InputStream open() throws IOException;

    /** Returns the SHA-256 of the content in hexadecimal. */
    default String sha256(Progress progress, Cancel cancel) throws IOException {
        try (InputStream in = open()) {
            return Sha256.of(in, size(), progress, cancel);
        }
    }

    /** Opens the file for random access. */
    RandomReader openRandom() throws IOException;

    /** Returns the file with this suffix appended to the name; for a link, next to the link. */
    StoredFile withSuffix(String suffix);

    /** Returns the target of a link, or this file itself. */
    StoredFile resolved() throws IOException;

    /** The absolute place, valid for a later command in any directory. */
    String absolute();

    /** The path of a local file; empty for object storage. */
    Optional<Path> path();
}
