package io.metash.catalog;

import io.metash.record.Bytes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps first segments of keys to values. Compares whole segments, since some are prefixes of others (keyspace §1.5).
 */
public final class FirstSegments<T> {
    private final Map<Bytes, T> meanings = new HashMap<>();
    private byte[] last = {};
    private @Nullable T meaning;

    /** Maps a segment to a value. */
    public void put(String segment, T meaning) {
        meanings.put(Bytes.utf8(segment), meaning);
    }

    /**
     * Returns the value for the first segment of a key, or null. Keys arrive in order, so most share the segment of
     * the previous key.
     */
    public @Nullable T of(byte[] key) {
        if (!same(key)) {
            last = Arrays.copyOf(key, end(key, 0));
            meaning = meanings.get(Bytes.of(last));
        }
        return meaning;
    }

    private boolean same(byte[] key) {
        int length = last.length;
        return length > 0
                && key.length > length
                && key[length] == '/'
                && Arrays.equals(key, 0, length, last, 0, length);
    }

    /** Returns the end of the segment that starts at {@code from}. */
    public static int end(byte[] key, int from) {
        int at = from;
        while (at < key.length && key[at] != '/') {
            at++;
        }
        return at;
    }
}
