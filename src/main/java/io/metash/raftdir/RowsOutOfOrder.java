package io.metash.raftdir;

import io.metash.record.Bytes;
import java.io.IOException;

/**
 * A row does not stand above the one before it. Nothing of it was written; the rows before it can be had from {@link
 * RaftDirSink#rowsSoFar}, so that somebody may sort them all. Both keys are keys of rows, see {@link RowKeys}.
 */
public final class RowsOutOfOrder extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Bytes before;
    private final transient Bytes row;

    /** A row that comes after {@code before} and is not above it. */
    public RowsOutOfOrder(Bytes before, Bytes row) {
        super("row " + row.text() + " follows " + before.text());
        this.before = before;
        this.row = row;
    }

    /** The key of the row that was refused; the key of the last row written when a key occurs twice. */
    public Bytes row() {
        return row;
    }

    /** Whether both rows have the same key: then sorting does not help. */
    public boolean twice() {
        return row.equals(before);
    }
}
