package io.metash.integrity;

import io.metash.record.Bytes;
import io.metash.record.LogId;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log's last writes to a key, newest first, and the resulting state of the key. */
final class KeyHistory {
    private static final int MAX_WRITES = 8;

    private final Bytes key;
    private @Nullable LoggedWrite last;
    private int writes;
    private boolean forgotten;
    /** Whether the key's state before the log is unknown. */
    private final boolean open;

    private boolean rowSeen;
    private @Nullable Match matched;

    /**
     * The only write that matches the row of a key.
     *
     * @param key the key
     * @param write the write
     * @param seq the sequence number of the row
     * @param proved whether the write certainly produced the row, rather than an equal write before the log
     */
    record Match(Bytes key, LoggedWrite write, long seq, boolean proved) {}

    KeyHistory(Bytes key, boolean open) {
        this.key = key;
        this.open = open;
    }

    Bytes key() {
        return key;
    }

    void add(LoggedWrite write) {
        write.earlier = last;
        last = write;
        if (++writes > MAX_WRITES) {
            LoggedWrite kept = write;
            for (int i = 1; i < MAX_WRITES && kept.earlier != null; i++) {
                kept = kept.earlier;
            }
            kept.earlier = null;
            writes = MAX_WRITES;
            forgotten = true;
        }
    }

    int writes() {
        return writes;
    }

    /** Whether older writes were dropped. */
    boolean forgotten() {
        return forgotten;
    }

    /** Returns the last write if it certainly happened, else null. */
    @Nullable
    LoggedWrite last() {
        if (last != null && last.sure) {
            return last;
        }
        return null;
    }

    /** Whether the key exists after the log so far. */
    Occurrence present(long nowMs) {
        boolean any = false;
        boolean none = false;
        for (LoggedWrite write = last; write != null; write = write.earlier) {
            Occurrence gone = Occurrence.YES;
            if (!write.removes) {
                gone = write.expiredBefore(nowMs);
            }
            any |= gone != Occurrence.YES;
            none |= gone != Occurrence.NO;
            if (write.sure) {
                return summary(any, none);
            }
        }
        if (open || forgotten) {
            return Occurrence.MAYBE;
        }
        return summary(any, true);
    }

    private static Occurrence summary(boolean any, boolean none) {
        if (any) {
            if (none) {
                return Occurrence.MAYBE;
            }
            return Occurrence.YES;
        }
        return Occurrence.NO;
    }

    /**
     * Returns the writes up to an entry that may have produced the row, newest first; {@link #decided} states whether
     * the last is certain.
     */
    List<LoggedWrite> candidates(LogId upTo) {
        List<LoggedWrite> found = new ArrayList<>(2);
        for (LoggedWrite write = last; write != null; write = write.earlier) {
            if (U64.compare(write.entry.index(), upTo.index()) <= 0) {
                found.add(write);
                if (write.sure) {
                    break;
                }
            }
        }
        return found;
    }

    /** Whether one of the candidates certainly produced the row, or its absence. */
    boolean decided(List<LoggedWrite> candidates) {
        boolean sure = !candidates.isEmpty() && candidates.get(candidates.size() - 1).sure;
        return sure || !open && !forgotten;
    }

    void seen() {
        rowSeen = true;
    }

    boolean hasRow() {
        return rowSeen;
    }

    void match(LoggedWrite write, SeqV row, boolean proved) {
        matched = new Match(key, write, row.seq(), proved);
    }

    /** Returns the only write that matches the row, or null. */
    @Nullable
    Match matched() {
        return matched;
    }
}
