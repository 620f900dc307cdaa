package io.metash.upgrade;

import java.io.Closeable;
import java.io.IOException;

/**
 * The lines of a legacy store, each {@code ["tree",{"Kind":{"key":...,"value":...}}]}, in the order in which the programs of its
 * age exported them; the header line comes first where that age had one (record-stream §2, §3). Read once, by one thread.
 */
public interface LegacyLines extends Closeable {
    /** What messages call the store: a file or a directory. */
    String name();

    /**
     * The next line without its line end, or null at the end.
     *
     * @throws io.metash.record.Failure when the store is damaged, with its place
     */
    byte[] next() throws IOException;

    /**
     * Whether records may be of another form than the header says: a directory that a newer program opened may be mislabelled
     * (legacy-versions §6.1).
     */
    default boolean anyForm() {
        return false;
    }

    /** Whether the store was kept without Raft, as a Databend with an embedded meta store did: no raft record is missing from it. */
    default boolean withoutRaft() {
        return false;
    }

    /** How many bytes of the store have been read, for progress. */
    long bytesRead();

    /** The size of the store in bytes, or -1 when it is not known. */
    long bytesTotal();
}
