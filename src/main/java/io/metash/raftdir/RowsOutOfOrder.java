package io.metash.raftdir;

import io.metash.record.Bytes;
import java.io.IOException;

/**
 * Thrown for a row that is not above the previous one. The row was not written; the caller can sort it with the earlier
 * rows, available from {@link RaftDirSink#acceptedRows}. Both keys are row keys, see {@link RowKeys}.
 */
public final class RowsOutOfOrder extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Bytes before;
    private final transient Bytes row;

    /** The exception for a row that follows {@code before} and is not above it. */
    public RowsOutOfOrder(Bytes before, Bytes row) {
        super("row " + row.text() + " follows " + before.text());
        this.before = before;
        this.row = row;
    }

    /** The rejected row's key; for a duplicate, the key of the last row written. */
    public Bytes row() {
        return row;
    }

    /** Whether both rows have the same key, so that sorting does not help. */
    public boolean twice() {
        return row.equals(before);
    }
}
