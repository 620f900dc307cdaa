package io.metash.integrity;

import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.LogId;
import io.metash.record.SeqV;
import io.metash.record.U64;
import org.jspecify.annotations.Nullable;

/** A certain or possible write of a log entry to a key; keeps small values, and a hash of others. */
final class LoggedWrite {
    private static final int SMALL_BYTES = 24;
    private static final long SECONDS_DIFFER_MS = 2000;

    final LogId entry;
    final long order;
    /** Lower bound of the sequence numbers assigned before this write. */
    final long least;

    final long most;
    final boolean sure;
    /** Whether the write deletes the key. */
    final boolean removes;

    private final boolean valueKnown;
    private final long hash;
    private final @Nullable Bytes small;
    private final @Nullable Long expireAt;
    private final long timeMs;
    private final long expiredUpToMs;
    /** Whether the write goes to one of several keys, and which one is unknown. */
    boolean somewhere;
    /** The previous remembered write, or null. */
    @Nullable
    LoggedWrite earlier;

    private LoggedWrite(
            Builder from,
            boolean removes,
            boolean valueKnown,
            long hash,
            @Nullable Bytes small,
            @Nullable Long expireAt) {
        this.entry = from.entry;
        this.order = from.order;
        this.least = from.least;
        this.most = from.most;
        this.sure = from.sure;
        this.timeMs = from.timeMs;
        this.expiredUpToMs = from.expiredUpToMs;
        this.removes = removes;
        this.valueKnown = valueKnown;
        this.hash = hash;
        this.small = small;
        this.expireAt = expireAt;
    }

    /**
     * Position and time of a write.
     *
     * @param entry the log entry
     * @param order the number of the write in the log
     * @param least lower bound of the sequence numbers assigned before
     * @param most upper bound of the sequence numbers assigned before
     * @param timeMs the time of the entry
     * @param expiredUpToMs the time up to which values expired before this write; the highest number when unknown
     * @param sure whether the write certainly happened
     */
    record Builder(LogId entry, long order, long least, long most, long timeMs, long expiredUpToMs, boolean sure) {
        LoggedWrite put(Bytes value, @Nullable Long expireAt) {
            Bytes small = null;
            if (value.length() <= SMALL_BYTES) {
                small = value;
            }
            return new LoggedWrite(this, false, true, HashSet64.hash(value.array()), small, expireAt);
        }

        /** Creates a write of an unknown value. */
        LoggedWrite putUnknown(@Nullable Long expireAt) {
            return new LoggedWrite(this, false, false, 0, null, expireAt);
        }

        /** Creates a write of another write's value. */
        LoggedWrite copy(LoggedWrite of, @Nullable Long expireAt) {
            return new LoggedWrite(this, false, of.valueKnown, of.hash, of.small, expireAt);
        }

        LoggedWrite remove() {
            return new LoggedWrite(this, true, true, 0, null, null);
        }
    }

    /** Returns the value if it is small and known, else null. */
    @Nullable
    Bytes small() {
        return small;
    }

    boolean valueKnown() {
        return valueKnown;
    }

    boolean holds(Bytes value) {
        return valueKnown && hash == HashSet64.hash(value.array());
    }

    /** Whether the key has expired by a time; a value that was written after its own expiry may stay. */
    Occurrence expiredBefore(long nowMs) {
        if (expireAt == null || U64.compare(KvMeta.toMillis(expireAt), nowMs) >= 0) {
            return Occurrence.NO;
        }
        boolean late = U64.compare(KvMeta.toMillis(expireAt), expiredUpToMs) < 0;
        if (late) {
            return Occurrence.MAYBE;
        }
        return Occurrence.YES;
    }

    boolean expires() {
        return expireAt != null;
    }

    /** Whether a row matches this write, apart from its sequence number. */
    boolean matches(SeqV row) {
        return !removes && fits(row.meta()) && (!valueKnown || holds(row.data()));
    }

    /** Whether the row's time proves this write. */
    boolean dated(SeqV row) {
        return row.meta() != null && row.meta().proposedAtMs() != null && timeMs != 0;
    }

    private boolean fits(@Nullable KvMeta meta) {
        Long proposed = null;
        if (meta != null) {
            proposed = meta.proposedAtMs();
        }
        if (proposed != null && proposed != timeMs) {
            return false;
        }
        Long rowMs = null;
        if (meta != null) {
            rowMs = meta.expireAtMs();
        }
        if (rowMs == null || expireAt == null) {
            return rowMs == null && expireAt == null;
        }
        long difference = rowMs - KvMeta.toMillis(expireAt);
        // Servers that recorded no proposal time stored expiry in seconds.
        return difference == 0 || proposed == null && Math.abs(difference) < SECONDS_DIFFER_MS;
    }
}
