package io.metash.integrity;

import io.metash.record.Bytes;
import io.metash.record.LogId;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;

/** The last writes of a log to a key, newest first, and what is known of the key after them. */
final class KeyHistory {
    private static final int MOST_WRITES = 8;

    private final Bytes key;
    private LoggedWrite last;
    private int writes;
    private boolean forgotten;
    /** Whether nothing is known of the key before the log begins. */
    private final boolean open;

    private boolean rowSeen;
    private LoggedWrite matched;
    private boolean matchProved;
    private long matchedSeq;

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
        if (++writes > MOST_WRITES) {
            LoggedWrite kept = last;
            for (int i = 1; i < MOST_WRITES; i++) {
                kept = kept.earlier;
            }
            kept.earlier = null;
            writes = MOST_WRITES;
            forgotten = true;
        }
    }

    int writes() {
        return writes;
    }

    /** Whether older writes are not remembered. */
    boolean forgotten() {
        return forgotten;
    }

    /** The last write where it happened for sure, else null. */
    LoggedWrite last() {
        if (last != null && last.sure) {
            return last;
        }
        return null;
    }

    /** Whether the key is there after the log so far. */
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

    /** The writes up to an entry that may have made the row, newest first; the last is sure where {@link #decided} says so. */
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

    /** Whether one of the candidates made the row, or the absence of one, for sure. */
    boolean decided(List<LoggedWrite> candidates) {
        boolean sure = !candidates.isEmpty() && candidates.get(candidates.size() - 1).sure;
        return sure || !open && !forgotten;
    }

    void seen() {
        rowSeen = true;
    }

    boolean rowSeen() {
        return rowSeen;
    }

    void match(LoggedWrite write, SeqV row, boolean proved) {
        matched = write;
        matchProved = proved;
        matchedSeq = row.seq();
    }

    /** The one write that wrote what the row holds, if there is one; else null. */
    LoggedWrite matched() {
        return matched;
    }

    /** Whether that write made the row for sure, and not an equal one before the log begins. */
    boolean matchProved() {
        return matchProved;
    }

    long matchedSeq() {
        return matchedSeq;
    }
}
