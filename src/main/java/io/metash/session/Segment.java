package io.metash.session;

import io.metash.record.Bytes;
import io.metash.record.SeqV;

/**
 * A step of a key tree: a key, or all keys that go on after a slash.
 *
 * @param text the whole key, or the whole prefix with its closing slash
 * @param keys how many keys it stands for, or {@link #NOT_COUNTED}
 * @param leaf whether it is a key
 * @param value the key's value, or null when it is not a key
 */
public record Segment(Bytes text, long keys, boolean leaf, SeqV value) {
    /** Stands in {@link #keys} of a prefix whose keys were not counted. */
    public static final long NOT_COUNTED = -1;

    static Segment key(Bytes key, SeqV value) {
        return new Segment(key, 1, true, value);
    }

    static Segment prefix(Bytes prefix, long keys) {
        return new Segment(prefix, keys, false, null);
    }
}
