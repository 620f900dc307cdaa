package io.metash.rebuild;

import java.util.Arrays;

/** Maps row numbers to line numbers; rows on consecutive lines take no memory. */
final class RowLines {
    private long[] rows = new long[16];
    private long[] lines = new long[16];
    private int runs;
    private long count;
    private long expected = -1;

    /** Adds the line of the next row. */
    void add(long line) {
        if (line != expected) {
            if (runs == rows.length) {
                rows = Arrays.copyOf(rows, runs * 2);
                lines = Arrays.copyOf(lines, runs * 2);
            }
            rows[runs] = count;
            lines[runs++] = line;
        }
        expected = line + 1;
        count++;
    }

    /** Returns the line of the row added last. */
    long last() {
        return expected - 1;
    }

    /** Returns the line of a row, counted from 0. */
    long of(long row) {
        int run = Arrays.binarySearch(rows, 0, runs, row);
        if (run < 0) {
            run = -run - 2;
        }
        return lines[run] + row - rows[run];
    }
}
