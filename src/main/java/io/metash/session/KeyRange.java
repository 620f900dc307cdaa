package io.metash.session;

import io.metash.record.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys in the order of unsigned bytes.
 *
 * @param from the first key, inclusive
 * @param to the end, exclusive, or null for no end
 */
public record KeyRange(Bytes from, @Nullable Bytes to) {
    /** Every key. */
    public static final KeyRange ALL = new KeyRange(Bytes.EMPTY, null);

    /** The keys that start with a prefix. */
    public static KeyRange ofPrefix(Bytes prefix) {
        return new KeyRange(prefix, successor(prefix));
    }

    /**
     * Returns the least key above all keys that start with {@code prefix}, or null when the prefix consists of 0xFF
     * bytes only.
     */
    public static @Nullable Bytes successor(Bytes prefix) {
        byte[] bytes = prefix.array();
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] != (byte) 0xFF) {
                byte[] next = Arrays.copyOf(bytes, i + 1);
                next[i]++;
                return Bytes.of(next);
            }
        }
        return null;
    }

    /** Returns the least key above {@code key}. */
    public static Bytes after(Bytes key) {
        return Bytes.of(Arrays.copyOf(key.array(), key.length() + 1));
    }
}
