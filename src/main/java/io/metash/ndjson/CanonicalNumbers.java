package io.metash.ndjson;

import java.util.Arrays;

/** Parses the canonical part of arrays of numbers 0 to 255, which are most of an export; stops at anything unusual. */
abstract class CanonicalNumbers {
    private byte[] numbers = new byte[1024];
    private int count;

    /** Parses from {@code from}; returns the position where it stopped: after a comma, or {@code from}. */
    abstract int read(byte[] text, int from, int to);

    /** The numbers parsed by the last call, in the first {@link #count} bytes. */
    final byte[] numbers() {
        return numbers;
    }

    /** The number of numbers that the last call parsed. */
    final int count() {
        return count;
    }

    /** Doubles the buffer of the numbers, and returns it. */
    final byte[] grow() {
        numbers = Arrays.copyOf(numbers, 2 * numbers.length);
        return numbers;
    }

    /** Ends a call that parsed this many numbers. */
    final void parsed(int all) {
        count = all;
    }
}
