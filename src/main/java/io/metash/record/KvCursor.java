package io.metash.record;

import java.io.Closeable;
import java.io.IOException;

/**
 * Iterates over keys and values in ascending key order. Positioned before the first key until {@link #next} is
 * called.
 */
public interface KvCursor extends Closeable {
    /** Advances to the next key; false at the end. */
    boolean next() throws IOException;

    /** The current key. */
    Bytes key();

    /** The value of the current key. */
    SeqV value();
}
