package io.metash.raftdir.wal;

import io.metash.record.Entry;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Iterates over the entries of a log, ascending. */
public interface EntryCursor extends Closeable {
    /** The next entry, or null at the end. */
    @Nullable
    Entry next() throws IOException;

    /** The position of the last entry: a file and a byte offset. */
    String position();

    /** The bytes of the log read so far. */
    long bytesRead();
}
