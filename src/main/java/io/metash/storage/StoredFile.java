package io.metash.storage;

import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.record.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file to read, on a local disk or in object storage. {@link #toString} is its place, as a user would type it. */
public interface StoredFile {
    /** A local file, which may be a link, a device or a pipe. */
    static StoredFile of(Path path) {
        return new LocalFile(path);
    }

    /** The last part of its place. */
    String name();

    /** Whether it exists. */
    boolean exists() throws IOException;

    /** Whether it exists and can be read twice: a file or an object, not a pipe or a directory. */
    boolean regular() throws IOException;

    /**
     * * What is known of it without reading.
     *
     * @throws NoSuchFileException when it does not exist
     */
    ObjectInfo info() throws IOException;

    /** Its size, bytes. */
    default long size() throws IOException {
        return info().bytes();
    }

    /** Reads it from the beginning. */
    InputStream open() throws IOException;

    /** The SHA-256 of its bytes, hexadecimal. */
    default String sha256(Progress progress, Cancel cancel) throws IOException {
        try (InputStream in = open()) {
            return Sha256.of(in, size(), progress, cancel);
        }
    }

    /** Reads it at any place. */
    RandomReader openRandom() throws IOException;

    /** The file whose name is this one's with an ending; of a link, the one next to the link. */
    StoredFile withSuffix(String suffix);

    /** What it is a link to; itself when it is none. */
    StoredFile resolved() throws IOException;

    /** Its place in full: what a later command finds it by from any directory. */
    String absolute();

    /** The local file; empty in object storage. */
    Optional<Path> path();
}
