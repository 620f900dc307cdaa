package io.metash.ndjson;

import io.metash.record.Bytes;
import io.metash.record.ShapeReader;
import io.metash.record.U64;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A strict tokenizer of JSON text in a range of bytes: numbers are integers, text is UTF-8 (decisions 7). Errors name
 * the exact byte.
 */
abstract class JsonTokens extends ShapeReader {
    byte[] text = new byte[0];
    int at;
    int end;
    private final CanonicalNumbers canonical;

    /** Creates a tokenizer; {@code bulk} selects code that is faster on long inputs but slower to warm up. */
    JsonTokens(boolean bulk) {
        if (bulk) {
            canonical = new EightBytes();
        } else {
            canonical = new FourBytes();
        }
    }

    /** Starts on a new range of bytes. */
    void begin(byte[] buffer, int from, int to) {
        text = buffer;
        at = from;
        end = to;
    }

    @Override
    protected int at() {
        return at;
    }

    /** Requires that only white space follows. */
    void end() {
        space();
        if (at < end) {
            throw expected("the end of the line");
        }
    }

    BadText expected(String what) {
        return new BadText(at, "expected " + what + ", found " + found(at));
    }

    private String found(int from) {
        if (from >= end) {
            return "the end of the line";
        }
        int to = Math.min(end, from + 40);
        while (to < end && to > from && (text[to] & 0xc0) == 0x80) {
            to--;
        }
        String found = new String(text, from, to - from, StandardCharsets.UTF_8);
        return "'" + found + (to < end ? "…" : "") + "'";
    }

    final void space() {
        while (at < end) {
            byte b = text[at];
            if (b != ' ' && b != '\t' && b != '\r') {
                return;
            }
            at++;
        }
    }

    /** Skips a character if it comes next; returns whether it did. */
    boolean skip(char c) {
        if (at < end && text[at] == c) {
            at++;
            return true;
        }
        space();
        if (at < end && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    void need(char c) {
        if (!skip(c)) {
            throw expected("'" + c + "'");
        }
    }

    /** Skips exactly these bytes if they come next; returns whether it did. */
    boolean skip(byte[] exact) {
        int to = at + exact.length;
        if (to <= end && Arrays.equals(text, at, to, exact, 0, exact.length)) {
            at = to;
            return true;
        }
        return false;
    }

    @Override
    protected boolean skipNull() {
        space();
        if (at + 4 <= end && text[at] == 'n' && text[at + 1] == 'u' && text[at + 2] == 'l' && text[at + 3] == 'l') {
            at += 4;
            return true;
        }
        return false;
    }

    boolean bool() {
        space();
        if (word("true")) {
            return true;
        }
        if (word("false")) {
            return false;
        }
        throw expected("true or false");
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || text[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    /** Parses a number from 0 to 2^64-1. */
    long unsigned() {
        space();
        int start = at;
        long value = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            int digit = text[at] - '0';
            if (at - start >= 19) {
                boolean over = at - start >= 20
                        || U64.compare(value, 1844674407370955161L) > 0
                        || (value == 1844674407370955161L && digit > 5);
                if (over) {
                    at = start;
                    throw expected("a number up to 18446744073709551615");
                }
            }
            value = value * 10 + digit;
            at++;
        }
        checkInteger(start, start, "a number from 0 to 18446744073709551615");
        return value;
    }

    private void checkInteger(int start, int digits, String what) {
        boolean none = at == digits;
        boolean zeros = at - digits > 1 && text[digits] == '0';
        boolean goesOn = at < end && (text[at] == '.' || text[at] == 'e' || text[at] == 'E');
        if (none || zeros || goesOn) {
            at = start;
            throw expected(what);
        }
    }

    final long bounded(long low, long high) {
        space();
        int start = at;
        BigInteger value = integer();
        if (value.compareTo(BigInteger.valueOf(low)) < 0 || value.compareTo(BigInteger.valueOf(high)) > 0) {
            at = start;
            throw expected("a number from " + low + " to " + high);
        }
        return value.longValue();
    }

    private BigInteger integer() {
        space();
        int start = at;
        if (at < end && text[at] == '-') {
            at++;
        }
        int digits = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        checkInteger(start, digits, "an integer");
        boolean minusZero = digits > start && text[digits] == '0';
        if (minusZero || at - digits > 40) {
            at = start;
            throw expected("an integer");
        }
        return new BigInteger(new String(text, start, at - start, StandardCharsets.US_ASCII));
    }

    /** Parses an array of numbers 0 to 255. */
    Bytes bytes() {
        need('[');
        byte[] buffer = text;
        int to = end;
        int i = at;
        if (i < to && buffer[i] == ']') {
            at = i + 1;
            return Bytes.EMPTY;
        }
        i = canonical.read(buffer, i, to);
        int n = canonical.count();
        byte[] out = canonical.numbers();
        while (true) {
            int value = -1;
            if (i < to) {
                int c = buffer[i] - '0';
                if (c >= 0 && c <= 9) {
                    value = c;
                    i++;
                    if (i < to && (c = buffer[i] - '0') >= 0 && c <= 9 && value != 0) {
                        value = value * 10 + c;
                        i++;
                        if (i < to && (c = buffer[i] - '0') >= 0 && c <= 9) {
                            value = value * 10 + c;
                            i++;
                        }
                    }
                }
            }
            if (n == out.length) {
                out = Arrays.copyOf(out, 2 * n);
            }
            if (value < 0 || value > 255 || i >= to || (buffer[i] != ',' && buffer[i] != ']')) {
                return bytesWithBlanks(Arrays.copyOf(out, n), value < 0 ? i : i - 1, value);
            }
            out[n++] = (byte) value;
            if (buffer[i++] == ']') {
                at = i;
                return Bytes.of(Arrays.copyOf(out, n));
            }
        }
    }

    /** Parses an array with white space between its numbers, or reports an error; restarts at the current element. */
    private Bytes bytesWithBlanks(byte[] so, int from, int value) {
        int start = from;
        while (start > 0 && text[start - 1] >= '0' && text[start - 1] <= '9') {
            start--;
        }
        at = start;
        byte[] out = so;
        int n = out.length;
        space();
        if (n == 0 && skip(']')) {
            return Bytes.EMPTY;
        }
        while (true) {
            if (n == out.length) {
                out = Arrays.copyOf(out, Math.max(16, 2 * n));
            }
            out[n++] = (byte) bounded(0, 255);
            if (skip(']')) {
                return Bytes.of(Arrays.copyOf(out, n));
            }
            if (!skip(',')) {
                throw expected("',' or ']'");
            }
        }
    }

    /** Parses a string as UTF-8 and resolves its escapes. */
    byte[] string() {
        if (!skip('"')) {
            throw expected("a string in quotes");
        }
        int start = at;
        int i = at;
        boolean ascii = true;
        while (i < end) {
            byte b = text[i];
            if (b == '"') {
                byte[] out = Arrays.copyOfRange(text, start, i);
                if (!ascii) {
                    Utf8.check(text, start, i);
                }
                at = i + 1;
                return out;
            }
            if (b == '\\') {
                return escaped(start, i);
            }
            if (b < 0x20) {
                if (b >= 0) {
                    throw new BadText(i, "a control character inside quotes: byte " + b);
                }
                ascii = false;
            }
            i++;
        }
        at = end;
        throw new BadText(end, "expected the closing quote, found the end of the line");
    }

    private byte[] escaped(int start, int firstEscape) {
        byte[] out = new byte[Math.max(32, 2 * (firstEscape - start))];
        int n = firstEscape - start;
        System.arraycopy(text, start, out, 0, n);
        int i = firstEscape;
        while (i < end) {
            if (n + 4 > out.length) {
                out = Arrays.copyOf(out, 2 * out.length);
            }
            byte b = text[i];
            if (b == '"') {
                Utf8.check(text, start, i);
                at = i + 1;
                return Arrays.copyOf(out, n);
            }
            if (b != '\\') {
                if (b >= 0 && b < 0x20) {
                    throw new BadText(i, "a control character inside quotes: byte " + b);
                }
                out[n++] = b;
                i++;
                continue;
            }
            if (i + 1 >= end) {
                break;
            }
            byte c = text[i + 1];
            if (c == 'u') {
                int code = hex(i + 2);
                int length = 6;
                if (Character.isHighSurrogate((char) code)
                        && i + 7 < end
                        && text[i + 6] == '\\'
                        && text[i + 7] == 'u'
                        && Character.isLowSurrogate((char) hex(i + 8))) {
                    code = Character.toCodePoint((char) code, (char) hex(i + 8));
                    length = 12;
                } else if (code >= 0xd800 && code <= 0xdfff) {
                    throw new BadText(i, "a lone surrogate");
                }
                n = Utf8.put(code, out, n);
                i += length;
                continue;
            }
            out[n++] = simple(c, i);
            i += 2;
        }
        throw new BadText(end, "expected the closing quote, found the end of the line");
    }

    private static byte simple(byte c, int i) {
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw new BadText(i, "an unknown escape after a backslash");
        };
    }

    private int hex(int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = -1;
            if (i < end) {
                digit = Character.digit(text[i], 16);
            }
            if (digit < 0) {
                throw new BadText(Math.min(i, end), "expected four hexadecimal digits");
            }
            code = code << 4 | digit;
        }
        return code;
    }

    final BigInteger anyInteger() {
        int start = at;
        BigInteger value = integer();
        if (value.bitLength() > (value.signum() < 0 ? 63 : 64)) {
            at = start;
            throw expected("a number from -2^63 to 2^64-1");
        }
        return value;
    }
}
