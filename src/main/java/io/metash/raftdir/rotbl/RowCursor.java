package io.metash.raftdir.rotbl;

import java.io.Closeable;
import java.io.IOException;

/** Walks over rows in ascending order of their keys. */
public interface RowCursor extends Closeable {
    /** Goes to the next row; false when there is none. */
    boolean next() throws IOException;

    /** The key of the row; a fresh array. */
    byte[] key();

    /** The sequence number of the row, u64. */
    long seq();

    /** Whether the row is a tombstone. */
    boolean tombstone();

    /** The value of the row, a fresh array; null for a tombstone. */
    byte[] value();

    /** The offset in the file of the block that the row is in. */
    long offset();
}
