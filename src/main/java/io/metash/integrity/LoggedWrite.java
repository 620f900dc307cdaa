package io.metash.integrity;

import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.LogId;
import io.metash.record.SeqV;
import io.metash.record.U64;

/** What a log entry writes, or may write, to a key; small values are kept, of others a hash. */
final class LoggedWrite {
    private static final int SMALL_BYTES = 24;
    private static final long SECONDS_DIFFER_MS = 2000;

    final LogId entry;
    final long order;
    /** How many sequence numbers the log gave out before this, at least and at most. */
    final long least;

    final long most;
    final boolean sure;
    /** Whether the key is gone afterwards. */
    final boolean removes;

    private final boolean valueKnown;
    private final long hash;
    private final Bytes small;
    private final Long expireAt;
    private final long timeMs;
    private final long expiredUpToMs;
    /** Whether it is one write to one of several keys, and it is unknown which. */
    boolean somewhere;
    /** The write before this one, as far as it counts and is remembered. */
    LoggedWrite earlier;

    private LoggedWrite(Builder from, boolean removes, boolean valueKnown, long hash, Bytes small, Long expireAt) {
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
     * Where and when a write happens.
     *
     * @param entry the log entry
     * @param order counts the writes of a log
     * @param least the sequence numbers given out before, at least
     * @param most the same, at most
     * @param timeMs the time of the entry
     * @param expiredUpToMs what expired before this was removed already; the highest number where that is not known
     * @param sure whether it happens for sure
     */
    record Builder(LogId entry, long order, long least, long most, long timeMs, long expiredUpToMs, boolean sure) {
        LoggedWrite put(Bytes value, Long expireAt) {
            Bytes small = null;
            if (value.length() <= SMALL_BYTES) {
                small = value;
            }
            return new LoggedWrite(this, false, true, HashSet64.hash(value.array()), small, expireAt);
        }

        /** Writes a value that is not known. */
        LoggedWrite putUnknown(Long expireAt) {
            return new LoggedWrite(this, false, false, 0, null, expireAt);
        }

        /** Writes the value of another write. */
        LoggedWrite copy(LoggedWrite of, Long expireAt) {
            return new LoggedWrite(this, false, of.valueKnown, of.hash, of.small, expireAt);
        }

        LoggedWrite remove() {
            return new LoggedWrite(this, true, true, 0, null, null);
        }
    }

    /** The value where it is small and known, else null. */
    Bytes small() {
        return small;
    }

    boolean valueKnown() {
        return valueKnown;
    }

    boolean holds(Bytes value) {
        return valueKnown && hash == HashSet64.hash(value.array());
    }

    /** Whether the key has expired by a time; one that was late already when it was written may stay. */
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

    /** Whether a row is what this wrote, apart from its sequence number. */
    boolean wrote(SeqV row) {
        return !removes && fits(row.meta()) && (!valueKnown || holds(row.data()));
    }

    /** Whether a row that this wrote says so by its time. */
    boolean dated(SeqV row) {
        return row.meta() != null && row.meta().proposedAtMs() != null && timeMs != 0;
    }

    private boolean fits(KvMeta meta) {
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
        // Servers that kept no time kept expiry in seconds.
        return difference == 0 || proposed == null && Math.abs(difference) < SECONDS_DIFFER_MS;
    }
}
