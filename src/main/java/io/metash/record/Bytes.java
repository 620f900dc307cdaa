package io.metash.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable byte string with value semantics: a key (always UTF-8) or a value (anything). Ordered by unsigned
 * bytes, as all keys of a meta store are. The array is shared, not copied; the caller must not modify it.
 */
public final class Bytes implements Comparable<Bytes> {
    /** The empty byte string. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Wraps the array without a copy. */
    public static Bytes of(byte[] array) {
        if (array.length == 0) {
            return EMPTY;
        }
        return new Bytes(array);
    }

    /** Encodes a text as UTF-8. */
    public static Bytes utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The shared array; must not be modified. */
    public byte[] array() {
        return array;
    }

    /** The number of bytes. */
    public int length() {
        return array.length;
    }

    /** Whether the bytes start with {@code prefix}. */
    public boolean startsWith(Bytes prefix) {
        byte[] p = prefix.array;
        return array.length >= p.length && Arrays.equals(array, 0, p.length, p, 0, p.length);
    }

    /** Decodes the bytes as UTF-8; invalid sequences become U+FFFD. */
    public String text() {
        return new String(array, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return text();
    }
}
