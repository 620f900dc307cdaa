package io.metash.upgrade;

/** Searches for a byte string. */
final class ByteSearch {
    private ByteSearch() {}

    /** Returns the first position of a byte string in a range, or -1. */
    static int find(byte[] wanted, byte[] text, int from, int to) {
        byte first = wanted[0];
        for (int at = from; at <= to - wanted.length; at++) {
            if (text[at] == first && starts(wanted, text, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean starts(byte[] wanted, byte[] text, int at) {
        for (int i = 1; i < wanted.length; i++) {
            if (text[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
