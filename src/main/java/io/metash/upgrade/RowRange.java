package io.metash.upgrade;

import java.util.Arrays;

/** The range of the rows of one kind in a text, and whether they ascend. Lines of other kinds may be between them. */
final class RowRange {
    private long from = -1;
    private long firstLine;
    private long to;
    private long rows;
    private boolean ascending = true;
    private byte[] last = new byte[64];
    private int lastLength;

    /** Adds a row: its key, its line, and the byte offsets of its line and of the next one. */
    void add(RowKey key, long line, long offset, long next) {
        if (rows == 0) {
            from = offset;
            firstLine = line;
        } else if (ascending) {
            ascending = Arrays.compareUnsigned(last, 0, lastLength, key.bytes(), 0, key.length()) < 0;
        }
        if (last.length < key.length()) {
            last = new byte[2 * key.length()];
        }
        System.arraycopy(key.bytes(), 0, last, 0, key.length());
        lastLength = key.length();
        to = next;
        rows++;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    long firstLine() {
        return firstLine;
    }

    long rows() {
        return rows;
    }

    /** Whether the keys ascend strictly. */
    boolean ascending() {
        return ascending;
    }
}
