package io.metash.ndjson;

import io.metash.record.U64;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A growing buffer for JSON text. Strings are escaped as the service escapes them (record-stream §1), or so that a
 * terminal can print them: characters outside a given set are Unicode escapes, which parse to the same text.
 */
public final class JsonOut {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Up to three digits and a comma for each byte value as a little-endian int, and their length. */
    private static final int[] DIGITS = new int[256];

    private static final byte[] DIGITS_LENGTH = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            byte[] text = (i + ",").getBytes(StandardCharsets.US_ASCII);
            DIGITS_LENGTH[i] = (byte) text.length;
            for (int k = 0; k < text.length; k++) {
                DIGITS[i] |= (text[k] & 0xff) << (8 * k);
            }
        }
    }

    /** The digits of a byte value and a comma, little-endian. */
    static int digits(int value) {
        return DIGITS[value];
    }

    private static final long FOURS_FROM = 256 << 10;
    private static final int AFTER_VALUE = 4096;
    /** Buffers of this size and above grow by a quarter, since little heap is left for doubling them. */
    private static final int LARGE = 4 << 20;

    /** Values of this size and above are counted before they are written: a bound would waste heap. */
    private static final int COUNTED = 1 << 20;

    private byte[] buffer;
    private int length;
    private long written;

    private boolean leavesOutAbsent;
    private final @Nullable IntPredicate verbatim;

    /** Creates a buffer with an initial capacity. */
    public JsonOut(int capacity) {
        this(capacity, null);
    }

    /**
     * Creates a buffer for text that a terminal prints.
     *
     * @param verbatim whether a character is written as it is; others are escapes
     */
    public JsonOut(int capacity, @Nullable IntPredicate verbatim) {
        this.buffer = new byte[Math.max(64, capacity)];
        this.verbatim = verbatim;
    }

    /** Omits fields that a record of an earlier release does not have, instead of writing their default. */
    public JsonOut omitAbsent() {
        leavesOutAbsent = true;
        return this;
    }

    boolean omitsAbsent() {
        return leavesOutAbsent;
    }

    /** The buffer; only the first {@link #length} bytes are text. Changes with the next write. */
    public byte[] array() {
        return buffer;
    }

    /** The number of bytes written. */
    public int length() {
        return length;
    }

    /** Clears the buffer. */
    public void reset() {
        length = 0;
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            long doubled = 2L * Math.min(buffer.length, LARGE);
            long larger = Math.max(doubled, buffer.length + buffer.length / 4L);
            buffer = Arrays.copyOf(
                    buffer, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(larger, (long) length + more)));
        }
    }

    /** Appends one ASCII character. */
    public JsonOut put(char c) {
        reserve(1);
        buffer[length++] = (byte) c;
        return this;
    }

    /** Appends text that needs no escaping. */
    public JsonOut raw(byte[] text) {
        reserve(text.length);
        System.arraycopy(text, 0, buffer, length, text.length);
        length += text.length;
        return this;
    }

    /** Appends ASCII that needs no escaping. */
    @SuppressWarnings("deprecation") // copies ASCII without allocating
    public JsonOut raw(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), buffer, length);
        length += ascii.length();
        return this;
    }

    /** Appends an unsigned number. */
    public JsonOut unsigned(long number) {
        if (number >= 0) {
            return signed(number);
        }
        return raw(U64.text(number));
    }

    /** Appends a signed number. */
    public JsonOut signed(long number) {
        if (number == Long.MIN_VALUE) {
            return raw("-9223372036854775808");
        }
        reserve(20);
        long left = number;
        if (left < 0) {
            buffer[length++] = '-';
            left = -left;
        }
        int digits = 1;
        for (long limit = 10; digits < 19 && left >= limit; limit *= 10) {
            digits++;
        }
        for (int i = length + digits - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += digits;
        return this;
    }

    /** Appends a byte string as an array of numbers. */
    public JsonOut bytes(byte[] data) {
        // Includes the rest of a typical value, so that the buffer does not grow again for it.
        reserve((int) Math.min(Integer.MAX_VALUE - 16L, numbersLength(data) + AFTER_VALUE));
        byte[] out = buffer;
        int at = length;
        out[at++] = '[';
        written += data.length;
        if (written < FOURS_FROM) {
            at = ones(data, out, at);
        } else {
            at = Fours.put(data, out, at);
        }
        if (data.length > 0) {
            at--;
        }
        out[at++] = ']';
        length = at;
        return this;
    }

    /** The length of numbers with their commas, or a bound that is near enough for a small value. */
    private static long numbersLength(byte[] data) {
        if (data.length < COUNTED) {
            return 4L * data.length;
        }
        long characters = 0;
        for (byte b : data) {
            characters += DIGITS_LENGTH[b & 0xff];
        }
        return characters;
    }

    private static int ones(byte[] data, byte[] out, int from) {
        int at = from;
        for (byte b : data) {
            int digits = DIGITS[b & 0xff];
            for (int left = DIGITS_LENGTH[b & 0xff]; left > 0; left--) {
                out[at++] = (byte) digits;
                digits >>>= 8;
            }
        }
        return at;
    }

    /**
     * Formats four bytes at a time. Fast once compiled by the JIT but slow to warm up, so short outputs do not use
     * it.
     */
    private static final class Fours {
        private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

        private Fours() {}

        static int put(byte[] data, byte[] out, int from) {
            int at = from;
            for (byte b : data) {
                int value = b & 0xff;
                INT.set(out, at, DIGITS[value]);
                at += DIGITS_LENGTH[value];
            }
            return at;
        }
    }

    /** Appends a quoted string. */
    public JsonOut string(String text) {
        if (verbatim != null) {
            return printable(text, verbatim);
        }
        return utf8(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends a quoted string given as UTF-8. */
    public JsonOut utf8(byte[] text) {
        if (verbatim != null) {
            return printable(new String(text, StandardCharsets.UTF_8), verbatim);
        }
        reserve(6 * text.length + 2);
        byte[] out = buffer;
        int at = length;
        out[at++] = '"';
        for (byte b : text) {
            if ((b >= 0x20 || b < 0) && b != '"' && b != '\\') {
                out[at++] = b;
            } else {
                at = escape(b, out, at);
            }
        }
        out[at++] = '"';
        length = at;
        return this;
    }

    private static int escape(byte b, byte[] out, int from) {
        int at = from;
        out[at++] = '\\';
        switch (b) {
            case '"', '\\' -> out[at++] = b;
            case '\b' -> out[at++] = 'b';
            case '\t' -> out[at++] = 't';
            case '\n' -> out[at++] = 'n';
            case '\f' -> out[at++] = 'f';
            case '\r' -> out[at++] = 'r';
            default -> at = unit(b, out, at);
        }
        return at;
    }

    /** Writes the rest of a Unicode escape. */
    private static int unit(int unit, byte[] out, int from) {
        int at = from;
        out[at++] = 'u';
        out[at++] = HEX[unit >> 12];
        out[at++] = HEX[unit >> 8 & 15];
        out[at++] = HEX[unit >> 4 & 15];
        out[at++] = HEX[unit & 15];
        return at;
    }

    private JsonOut printable(String text, IntPredicate plain) {
        reserve(6 * text.length() + 2);
        byte[] out = buffer;
        int at = length;
        out[at++] = '"';
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c == '"' || c == '\\') {
                out[at++] = '\\';
                out[at++] = (byte) c;
            } else if (!plain.test(c)) {
                for (char unit : Character.toChars(c)) {
                    out[at++] = '\\';
                    at = unit(unit, out, at);
                }
            } else if (c < 0x80) {
                out[at++] = (byte) c;
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out[at++] = b;
                }
            }
        }
        out[at++] = '"';
        length = at;
        return this;
    }

    @Override
    public String toString() {
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }
}
