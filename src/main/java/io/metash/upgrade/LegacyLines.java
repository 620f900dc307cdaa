package io.metash.upgrade;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a legacy store, each {@code ["tree",{"Kind":{"key":...,"value":...}}]}, in the export order of its own
 * release, with a header line first if that release wrote one (record-stream §2, §3). Read once, by one thread.
 */
public interface LegacyLines extends Closeable {
    /** What messages call the store: a file or a directory. */
    String name();

    /**
     * The next line without its line end, or null at the end.
     *
     * @throws io.metash.record.Failure when the store is damaged, with its place
     */
    byte @Nullable [] next() throws IOException;

    /**
     * Whether records may have another form than the header implies: a directory opened by a newer program may be
     * mislabelled (legacy-versions §6.1).
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
