package io.metash.session;

import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Skips keys that had expired at a given time. */
final class LiveCursor extends FilteredCursor {
    private final @Nullable Long nowMs;

    /** Creates a cursor at a time in milliseconds since the epoch; null for a time before all expiry. */
    LiveCursor(KvCursor all, @Nullable Long nowMs) {
        super(all);
        this.nowMs = nowMs;
    }

    /** Whether a value is live at a time: its expiry is not below it (meta-service-api §4.2). */
    static boolean isLive(SeqV value, @Nullable Long nowMs) {
        Long expireAtMs = null;
        if (value.meta() != null) {
            expireAtMs = value.meta().expireAtMs();
        }
        return nowMs == null || expireAtMs == null || U64.compare(expireAtMs, nowMs) >= 0;
    }

    @Override
    public boolean next() throws IOException {
        while (all.next()) {
            if (isLive(all.value(), nowMs)) {
                return true;
            }
        }
        return false;
    }
}
