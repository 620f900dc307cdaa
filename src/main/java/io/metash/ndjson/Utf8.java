package io.metash.ndjson;

/** UTF-8 as the service accepts it: no overlong form, no surrogate, nothing above U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** Validates a range; the failure names the first invalid byte. */
    static void check(byte[] text, int from, int to) {
        int i = from;
        while (i < to) {
            int b = text[i];
            if (b >= 0) {
                i++;
                continue;
            }
            int length = length(b & 0xff);
            if (length == 0 || i + length > to || !valid(text, i, length)) {
                throw new BadText(i, String.format("byte 0x%02x is not valid UTF-8 here", b & 0xff));
            }
            i += length;
        }
    }

    private static int length(int lead) {
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        if (lead < 0xe0) {
            return 2;
        }
        if (lead < 0xf0) {
            return 3;
        }
        return 4;
    }

    private static boolean valid(byte[] text, int at, int length) {
        for (int k = 1; k < length; k++) {
            if ((text[at + k] & 0xc0) != 0x80) {
                return false;
            }
        }
        int lead = text[at] & 0xff;
        int second = text[at + 1] & 0xff;
        return switch (lead) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }

    /** Writes a code point, 1 to 4 bytes; returns its end. */
    static int put(int code, byte[] out, int from) {
        int n = from;
        if (code < 0x80) {
            out[n++] = (byte) code;
        } else if (code < 0x800) {
            out[n++] = (byte) (0xc0 | code >> 6);
            out[n++] = (byte) (0x80 | code & 0x3f);
        } else if (code < 0x10000) {
            out[n++] = (byte) (0xe0 | code >> 12);
            out[n++] = (byte) (0x80 | code >> 6 & 0x3f);
            out[n++] = (byte) (0x80 | code & 0x3f);
        } else {
            out[n++] = (byte) (0xf0 | code >> 18);
            out[n++] = (byte) (0x80 | code >> 12 & 0x3f);
            out[n++] = (byte) (0x80 | code >> 6 & 0x3f);
            out[n++] = (byte) (0x80 | code & 0x3f);
        }
        return n;
    }
}
