package io.metash.ndjson;

/** Parses the canonical part of arrays of numbers 0 to 255, which are most of an export; stops at anything unusual. */
interface CanonicalNumbers {
    /** Parses from {@code from}; returns the position where it stopped: after a comma, or {@code from}. */
    int read(byte[] text, int from, int to);

    /** The numbers parsed by the last call, in the first {@link #count} bytes. */
    byte[] numbers();

    /** The number of numbers that the last call parsed. */
    int count();
}
