package io.metash.record;

import java.io.Closeable;
import java.io.IOException;

/** Walks over keys and their values, ascending by key. Stands before the first one until {@link #next} is called. */
public interface KvCursor extends Closeable {
    /** Goes to the next key; false at the end. */
    boolean next() throws IOException;

    /** The key that the cursor stands on. */
    Bytes key();

    /** The value of that key. */
    SeqV value();
}
