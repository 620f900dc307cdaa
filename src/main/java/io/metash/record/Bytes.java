package io.metash.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes with value semantics: a key (always UTF-8) or a value (anything). The order is that of unsigned bytes, which is the
 * order of every key in a meta store. The array is shared, not copied: whoever hands one over does not change it afterwards.
 */
public final class Bytes implements Comparable<Bytes> {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Wraps the array without a copy. */
    public static Bytes of(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array);
    }

    /** The UTF-8 form of a text. */
    public static Bytes utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes themselves; not to be changed. */
    public byte[] array() {
        return array;
    }

    /** The number of bytes. */
    public int length() {
        return array.length;
    }

    /** Whether the first bytes are those of {@code prefix}. */
    public boolean startsWith(Bytes prefix) {
        byte[] p = prefix.array;
        return array.length >= p.length && Arrays.equals(array, 0, p.length, p, 0, p.length);
    }

    /** The bytes read as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public String text() {
        return new String(array, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(Object other) {
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
