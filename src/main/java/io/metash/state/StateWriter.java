package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.state.ApplyResult.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes keys while an entry is applied: assigns sequence numbers, maintains the expiry index, collects the changes.
 */
final class StateWriter {
    private static final int EXPIRED_AT_ONCE = 1000;

    private final OverlayStore store;
    private List<Change> changes = new ArrayList<>();
    private long sequence;
    private boolean keepRemovedValues;
    private long timeMs;
    /** The latest time of an entry: keys that expired before it are removed, and rows added later never expire. */
    private long expiredUpToMs;
    /** Lower bound of the expiry index from {@link #expiredUpToMs} on, so that most entries need not read it. */
    private long firstExpiryMs;

    StateWriter(OverlayStore store) {
        this.store = store;
    }

    /** Starts an entry with its time in milliseconds since the epoch, 0 for none; removes expired keys first. */
    void begin(long nowMs) throws IOException {
        timeMs = nowMs;
        if (U64.compare(nowMs, expiredUpToMs) <= 0) {
            return;
        }
        while (U64.compare(firstExpiryMs, nowMs) < 0) {
            expire(nowMs);
        }
        expiredUpToMs = nowMs;
    }

    /** A row of the expiry index. */
    private record ExpiryRow(long timeMs, long seq, Bytes key) {}

    private void expire(long nowMs) throws IOException {
        List<ExpiryRow> gone = new ArrayList<>();
        long first = -1;
        try (ExpiryCursor rows = store.expiries()) {
            while (rows.next()) {
                if (U64.compare(rows.timeMs(), nowMs) >= 0 || gone.size() == EXPIRED_AT_ONCE) {
                    first = rows.timeMs();
                    break;
                }
                if (U64.compare(rows.timeMs(), expiredUpToMs) >= 0) {
                    gone.add(new ExpiryRow(rows.timeMs(), rows.seq(), rows.key()));
                }
            }
        }
        for (ExpiryRow row : gone) {
            SeqV now = store.get(row.key());
            store.removeExpiry(row.timeMs(), row.seq());
            if (now != null && now.seq() == row.seq()) {
                store.remove(row.key());
                changes.add(new Change(row.key(), removed(now), null));
            }
        }
        firstExpiryMs = first;
    }

    /** Ends the entry and returns its changes. */
    List<Change> end() {
        List<Change> all = changes;
        changes = new ArrayList<>();
        return all;
    }

    @Nullable
    SeqV get(Bytes key) throws IOException {
        return store.get(key);
    }

    KvCursor below(Bytes prefix) throws IOException {
        return store.scan(prefix, null);
    }

    /**
     * Writes a value; a value that is already expired takes a sequence number and is removed at once
     * (meta-service-api §4.1).
     */
    Change put(Bytes key, Bytes data, @Nullable Long expireAt, @Nullable Long ttlMs) throws IOException {
        SeqV before = store.get(key);
        forget(before);
        KvMeta meta = ExpiryTimes.meta(expireAt, ttlMs, timeMs);
        SeqV after = new SeqV(++sequence, meta, data);
        Long expiresMs = meta.expireAtMs();
        if (ExpiryTimes.expired(meta, timeMs)) {
            store.remove(key);
            after = null;
        } else {
            store.put(key, after);
            if (expiresMs != null) {
                store.addExpiry(expiresMs, after.seq(), key);
                if (U64.compare(expiresMs, firstExpiryMs) < 0 && U64.compare(expiresMs, expiredUpToMs) >= 0) {
                    firstExpiryMs = expiresMs;
                }
            }
        }
        return changed(new Change(key, before, after));
    }

    Change delete(Bytes key) throws IOException {
        return delete(key, false);
    }

    Change delete(Bytes key, boolean byPrefix) throws IOException {
        SeqV before = store.get(key);
        if (before != null) {
            forget(before);
            store.remove(key);
        }
        return changed(new Change(key, byPrefix ? removed(before) : before, null, byPrefix));
    }

    private @Nullable SeqV removed(@Nullable SeqV value) {
        if (keepRemovedValues || value == null) {
            return value;
        }
        return new SeqV(value.seq(), value.meta(), Bytes.EMPTY);
    }

    void keepRemovedValues(boolean keep) {
        keepRemovedValues = keep;
    }

    private Change changed(Change change) {
        if (change.before() != null || change.after() != null) {
            changes.add(change);
        }
        return change;
    }

    private void forget(@Nullable SeqV value) throws IOException {
        if (value == null || value.meta() == null) {
            return;
        }
        Long expiresMs = value.meta().expireAtMs();
        if (expiresMs != null) {
            store.removeExpiry(expiresMs, value.seq());
        }
    }

    long sequence() {
        return sequence;
    }

    void sequence(long number) {
        sequence = number;
    }
}
