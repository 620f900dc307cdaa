package io.metash.sort;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A map of byte strings, ordered by their unsigned bytes. Arrays are shared, not copied. Not thread-safe. */
public interface OrderedMap extends Closeable {
    /** Returns the value of a key, or null. */
    byte @Nullable [] get(byte[] key) throws IOException;

    /** Sets a key. */
    void put(byte[] key, byte[] value) throws IOException;

    /** Removes a key; does nothing when it is missing. */
    void remove(byte[] key) throws IOException;

    /**
     * Returns the entries of a range, ascending; null for no bound. Changes during the iteration may be visible or
     * not.
     */
    Cursor scan(byte @Nullable [] fromInclusive, byte @Nullable [] toExclusive) throws IOException;

    /** Iterates over entries. */
    interface Cursor extends Closeable {
        /** Advances to the next entry; false at the end. */
        boolean next() throws IOException;

        /** The current key. */
        byte[] key();

        /** The current value. */
        byte[] value();
    }
}
