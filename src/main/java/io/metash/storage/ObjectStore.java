package io.metash.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** A directory, or a prefix in a bucket: objects by name. Names contain no slashes; nested directories are ignored. */
public interface ObjectStore {
    /** The path or URL, without credentials. */
    String location();

    /** Whether this is object storage rather than a directory. */
    boolean remote();

    /** Lists the objects by name. */
    List<ObjectInfo> list() throws IOException;

    /** Returns the metadata of an object; empty when it does not exist. */
    Optional<ObjectInfo> stat(String name) throws IOException;

    /**
     * Reads a range.
     *
     * @param from the first byte, from 0
     * @param length the number of bytes; the range must lie within the object
     * @throws NoSuchFileException when the object does not exist
     */
    byte[] read(String name, long from, int length) throws IOException;

    /** Reads an object from its start. */
    InputStream open(String name) throws IOException;

    /**
     * Whether {@link #create} fails for an existing name, also under concurrency. If false, the caller must use unique
     * names.
     */
    boolean createsExclusively();

    /**
     * Creates a small object atomically and durably.
     *
     * @throws FileAlreadyExistsException when the name is in use
     */
    void create(String name, byte[] content) throws IOException;

    /** Starts an upload of any size; the name stays unused until {@link ObjectUpload#complete}. */
    ObjectUpload upload(String name) throws IOException;

    /** Deletes an object durably; does nothing when it does not exist. */
    void delete(String name) throws IOException;

    /**
     * Deletes an object even after the command was cancelled: within a limited time (1 s after cancellation), without
     * a failure.
     *
     * @return whether the object is known to be deleted
     */
    boolean deleteNow(String name);

    /** Returns an object as a file. */
    StoredFile file(String name);
}
