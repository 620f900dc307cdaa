package io.metash.raftdir;

import io.metash.raftdir.rotbl.RowCursor;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;

/** The rows that a {@link RaftDirSink} has accepted, ascending. Closing removes them from the sink. */
public final class AcceptedRows implements Closeable {
    private final RowCursor rows;
    private final Closeable end;

    AcceptedRows(RowCursor rows, Closeable end) {
        this.rows = rows;
        this.end = end;
    }

    /** Advances to the next row; false at the end. */
    public boolean next() throws IOException {
        return rows.next();
    }

    /** The row's key, see {@link RowKeys}. */
    public byte[] key() {
        return rows.key();
    }

    /** The row's sequence number, u64. */
    public long seq() {
        return rows.seq();
    }

    /** The row's value, see {@link RowValue}. */
    public byte[] value() {
        return Objects.requireNonNull(rows.value());
    }

    @Override
    public void close() throws IOException {
        rows.close();
        end.close();
    }
}
