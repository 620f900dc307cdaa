package io.metash.session;

import io.metash.record.Bytes;
import io.metash.record.MetaRecord;
import io.metash.state.ExpiryCursor;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adapts expiry records to a cursor over the expiry index. */
final class ExpiryRows implements ExpiryCursor {
    private final Next rows;
    private final Closeable end;
    private MetaRecord.@Nullable Expire row;

    /** Supplies the records. */
    @FunctionalInterface
    interface Next {
        /** Returns the next record, or null. */
        MetaRecord.@Nullable Expire next() throws IOException;
    }

    ExpiryRows(Next rows, Closeable end) {
        this.rows = rows;
        this.end = end;
    }

    @Override
    public boolean next() throws IOException {
        row = rows.next();
        return row != null;
    }

    private MetaRecord.Expire row() {
        return Objects.requireNonNull(row, "the cursor is at no row");
    }

    @Override
    public long timeMs() {
        return row().timeMs();
    }

    @Override
    public long seq() {
        return row().seq();
    }

    @Override
    public Bytes key() {
        return row().key();
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
