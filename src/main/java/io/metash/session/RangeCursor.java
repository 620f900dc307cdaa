package io.metash.session;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import java.io.IOException;

/** Restricts a cursor to a range of keys. */
final class RangeCursor extends FilteredCursor {
    private final Bytes from;
    private final Bytes toOrNull;
    private boolean started;
    private boolean over;

    RangeCursor(KvCursor all, Bytes from, Bytes toOrNull) {
        super(all);
        this.from = from;
        this.toOrNull = toOrNull;
    }

    @Override
    public boolean next() throws IOException {
        while (!over && all.next()) {
            if (!started && all.key().compareTo(from) < 0) {
                continue;
            }
            started = true;
            if (toOrNull != null && all.key().compareTo(toOrNull) >= 0) {
                break;
            }
            return true;
        }
        over = true;
        return false;
    }
}
