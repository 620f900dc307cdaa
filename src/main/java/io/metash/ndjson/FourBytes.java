package io.metash.ndjson;

/** Parses one number at a time. Needs no warm-up: fast as soon as the first JIT compiler has compiled it. */
final class FourBytes extends CanonicalNumbers {
    @Override
    int read(byte[] text, int from, int to) {
        byte[] numbers = numbers();
        int n = 0;
        int at = from;
        while (at + Integer.BYTES <= to) {
            int a = text[at];
            int b = text[at + 1];
            int c = text[at + 2];
            int value;
            int digits;
            int length;
            if (b == ',') {
                value = a - '0';
                digits = a | ',' << 8;
                length = 2;
            } else if (c == ',') {
                value = 10 * a + b - 11 * '0';
                digits = a | b << 8 | ',' << 16;
                length = 3;
            } else {
                value = 100 * a + 10 * b + c - 111 * '0';
                digits = a | b << 8 | c << 16 | text[at + 3] << 24;
                length = 4;
            }
            // A value above 255 or not in canonical form differs from the digits of its lowest byte.
            if (JsonOut.digits(value & 0xff) != digits) {
                break;
            }
            if (n == numbers.length) {
                numbers = grow();
            }
            numbers[n++] = (byte) value;
            at += length;
        }
        parsed(n);
        return at;
    }
}
