package io.metash.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Escapes key segments: letters, digits and {@code _} stay, every other byte becomes {@code %xx} (keyspace §1.1). */
public final class KeyEscape {
    private static final String HEX = "0123456789abcdef";
    private static final int NOT_HEX = -1;

    private KeyEscape() {}

    /** Escapes a text for use as one segment. */
    public static String escape(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(utf8.length + 8);
        for (byte b : utf8) {
            if (isPlain(b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(byte b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_';
    }

    /**
     * Unescapes a segment. Accepts upper-case hex digits and bytes that need no escape.
     *
     * @return empty when a {@code %} is not followed by two hex digits, or the bytes are not UTF-8
     */
    public static Optional<String> unescape(String segment) {
        if (segment.indexOf('%') < 0) {
            return Optional.of(segment);
        }
        byte[] in = segment.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int at = 0; at < in.length; at++) {
            if (in[at] != '%') {
                out[length++] = in[at];
            } else {
                int value = hexPair(in, at + 1);
                if (value == NOT_HEX) {
                    return Optional.empty();
                }
                out[length++] = (byte) value;
                at += 2;
            }
        }
        return strictUtf8(ByteBuffer.wrap(out, 0, length));
    }

    private static int hexPair(byte[] in, int at) {
        if (at + 1 >= in.length) {
            return NOT_HEX;
        }
        int high = Character.digit(in[at], 16);
        int low = Character.digit(in[at + 1], 16);
        if (high < 0 || low < 0) {
            return NOT_HEX;
        }
        return high << 4 | low;
    }

    /** Decodes UTF-8 strictly; empty for other bytes. */
    static Optional<String> strictUtf8(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
