package io.metash.session;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Restricts a cursor to a range of keys. */
final class RangeCursor extends FilteredCursor {
    private final Bytes from;
    private final @Nullable Bytes to;
    private boolean started;
    private boolean over;

    RangeCursor(KvCursor all, Bytes from, @Nullable Bytes to) {
        super(all);
        this.from = from;
        this.to = to;
    }

    @Override
    public boolean next() throws IOException {
        while (!over && all.next()) {
            if (!started && all.key().compareTo(from) < 0) {
                continue;
            }
            started = true;
            if (to != null && all.key().compareTo(to) >= 0) {
                break;
            }
            return true;
        }
        over = true;
        return false;
    }
}
