package io.metash.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** A directory, or a prefix in a bucket: objects by name. Names have no slashes; what lies deeper is not seen. */
public interface ObjectStore {
    /** Where it is: a path or a URL, without credentials. */
    String location();

    /** Whether it is object storage, not a directory. */
    boolean remote();

    /** The objects, by name. */
    List<ObjectInfo> list() throws IOException;

    /** What is known of an object; empty when there is none of this name. */
    Optional<ObjectInfo> stat(String name) throws IOException;

    /**
     * Reads a range.
     *
     * @param from the first byte, from 0
     * @param length how many bytes; the range must lie within the object
     * @throws NoSuchFileException when there is no such object
     */
    byte[] read(String name, long from, int length) throws IOException;

    /** Reads an object from its beginning. */
    InputStream open(String name) throws IOException;

    /**
     * Whether {@link #create} fails for an existing name, also under concurrency. If false, the caller must use unique
     * names.
     */
    boolean createsExclusively();

    /**
     * Creates a small object, whole and durable.
     *
     * @throws FileAlreadyExistsException when the name is taken
     */
    void create(String name, byte[] content) throws IOException;

    /** Begins an object of any size; nothing has its name before {@link ObjectUpload#complete}. */
    ObjectUpload upload(String name) throws IOException;

    /** Deletes an object, durably; nothing happens when there is none. */
    void delete(String name) throws IOException;

    /**
     * Deletes an object when the command may have been cancelled already: within a limited time (1 s after a cancel), without a failure.
     *
     * @return whether it is known to be gone
     */
    boolean deleteNow(String name);

    /** An object as a file. */
    StoredFile file(String name);
}
