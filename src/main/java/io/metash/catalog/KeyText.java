package io.metash.catalog;

import org.jspecify.annotations.Nullable;

/** Parses decimal ids in keys and values. */
public final class KeyText {
    private static final int MAX_DIGITS = 20;

    private KeyText() {}

    /** Parses the decimal number at a byte offset, u64; null when there is none. */
    public static @Nullable Long id(byte[] text, int from) {
        if (from >= text.length || text.length - from > MAX_DIGITS) {
            return null;
        }
        long id = 0;
        for (int i = from; i < text.length; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            id = id * 10 + digit;
        }
        return id;
    }
}
