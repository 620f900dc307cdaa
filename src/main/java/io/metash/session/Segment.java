package io.metash.session;

import io.metash.record.Bytes;
import io.metash.record.SeqV;
import org.jspecify.annotations.Nullable;

/**
 * A node of the key tree: a key, or all keys below a slash.
 *
 * @param text the whole key, or the whole prefix with its closing slash
 * @param keys the number of keys, or {@link #NOT_COUNTED}
 * @param bytes the total size of these keys and their values, or {@link #NOT_COUNTED}
 * @param leaf whether it is a key
 * @param value the key's value, or null when it is not a key
 */
public record Segment(Bytes text, long keys, long bytes, boolean leaf, @Nullable SeqV value) {
    /** Value of {@link #keys} and {@link #bytes} of a prefix whose keys were not counted. */
    public static final long NOT_COUNTED = -1;

    static Segment key(Bytes key, SeqV value) {
        return new Segment(key, 1, bytes(key, value), true, value);
    }

    static Segment prefix(Bytes prefix, long keys, long bytes) {
        return new Segment(prefix, keys, bytes, false, null);
    }

    /** Returns the size of a key and its value in bytes. */
    public static long bytes(Bytes key, SeqV value) {
        return key.length() + (long) value.data().length();
    }
}
