package io.metash.upgrade;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a legacy store, each {@code ["tree",{"Kind":{"key":...,"value":...}}]}, in the export order of its own
 * release, with a header line first if that release wrote one (record-stream §2, §3). Read once, by one thread.
 */
public interface LegacyLines extends Closeable {
    /** The name of the store in messages: a file or a directory. */
    String name();

    /**
     * Returns the next line without its line end, or null at the end.
     *
     * @throws io.metash.record.Failure when the store is damaged, with its place
     */
    byte @Nullable [] next() throws IOException;

    /**
     * Whether records may have another form than the header implies: a newer program may have mislabeled a directory
     * (legacy-versions §6.1).
     */
    default boolean anyForm() {
        return false;
    }

    /**
     * Whether the store was written without Raft, by a Databend with an embedded meta store, so that no Raft record
     * is missing.
     */
    default boolean withoutRaft() {
        return false;
    }

    /** Number of bytes of the store read so far, for progress. */
    long bytesRead();

    /** Size of the store in bytes, or -1 when unknown. */
    long bytesTotal();
}
