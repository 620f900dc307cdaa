package io.metash.raftdir.rotbl;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Iterates over rows in ascending key order. */
public interface RowCursor extends Closeable {
    /** Advances to the next row; false at the end. */
    boolean next() throws IOException;

    /** The current key; a new array. */
    byte[] key();

    /** The sequence number of the current row, u64. */
    long seq();

    /** Whether the current row is a tombstone. */
    boolean tombstone();

    /** The current value, a new array; null for a tombstone. */
    byte @Nullable [] value();

    /** The file offset of the current row's block. */
    long offset();
}
