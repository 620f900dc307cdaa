package io.metash.integrity;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.KvMeta;
import io.metash.record.KvOp;
import io.metash.record.LogId;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replays a log's writes to keys when the state before its first entry may be unknown: a write that depends on an
 * unknown condition may have happened. Keeps the last writes of each key; for a log with very many keys, those of a
 * sample.
 */
final class LogReplay {
    private static final int KEY_BYTES = 160;
    private static final int WRITE_BYTES = 112;
    private static final int MAX_PREFIXES = 100;
    private static final int SHARE_OF_HEAP = 8;

    private final long maxBytes = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    private final TreeMap<Bytes, KeyHistory> keys = new TreeMap<>();
    private final List<Bytes> unnamedPrefixes = new ArrayList<>();
    private final Counters counters = new Counters();
    private final boolean whole;
    private boolean tooManyPrefixes;
    private long sampled;
    private long bytes;
    private long orders;
    private long least;
    private long most;
    private long latestMs;
    private LogId entry = LogId.of(0, 0, 0);
    private long timeMs;

    /** Creates a replay; {@code whole} when the log begins with the store's first entry. */
    LogReplay(boolean whole) {
        this.whole = whole;
    }

    void apply(Entry next) {
        entry = next.logId();
        if (next.payload() instanceof Entry.Normal normal) {
            if (normal.timeMs() == null) {
                timeMs = 0;
            } else {
                timeMs = normal.timeMs();
            }
            if (U64.compare(timeMs, latestMs) > 0) {
                latestMs = timeMs;
            }
            normal.cmd()
                    .<Occurrence, RuntimeException>match(
                            add -> Occurrence.NO,
                            remove -> Occurrence.NO,
                            feature -> Occurrence.NO,
                            this::upsert,
                            txn -> new LoggedTransactions(this).run(txn),
                            txn -> new LoggedTransactions(this).run(txn));
        }
        counters.add(entry.index(), least, most);
    }

    private Occurrence upsert(Cmd.UpsertKv upsert) {
        Occurrence matches = upsert.seq()
                .<Occurrence, RuntimeException>match(
                        any -> Occurrence.YES,
                        exact -> sequence(upsert.key(), KvOp.Compare.EQ, exact.seq()),
                        atLeast -> sequence(upsert.key(), KvOp.Compare.GE, atLeast.seq()));
        Cmd.MetaSpec meta = upsert.valueMeta();
        Long ttlMs;
        if (meta == null || meta.ttl() == null) {
            ttlMs = null;
        } else {
            ttlMs = (Long) meta.ttl().millis();
        }
        Long expireAt;
        if (meta == null) {
            expireAt = null;
        } else {
            expireAt = meta.expireAt();
        }
        return upsert.value()
                .<Occurrence, RuntimeException>match(
                        update -> put(upsert.key(), update.value(), expireAt, ttlMs, matches),
                        delete -> remove(upsert.key(), matches),
                        asIs -> putAsIs(upsert.key(), expireAt, ttlMs, matches.and(present(upsert.key()))));
    }

    /** Records a write; a null value is unknown. */
    Occurrence put(
            Bytes key, @Nullable Bytes value, @Nullable Long expireAt, @Nullable Long ttlMs, Occurrence happens) {
        if (happens == Occurrence.NO) {
            return happens;
        }
        if (remembers(key)) {
            add(key, write(value, expires(expireAt, ttlMs), happens));
        }
        return count(happens);
    }

    private LoggedWrite write(@Nullable Bytes value, @Nullable Long expires, Occurrence happens) {
        LoggedWrite.Builder write = next(happens);
        if (isLate(expires)) {
            return write.remove();
        }
        if (value == null) {
            return write.putUnknown(expires);
        }
        return write.put(value, expires);
    }

    private boolean isLate(@Nullable Long expires) {
        return expires != null && U64.compare(KvMeta.toMillis(expires), timeMs) < 0;
    }

    private Occurrence putAsIs(Bytes key, @Nullable Long expireAt, @Nullable Long ttlMs, Occurrence happens) {
        if (happens == Occurrence.NO) {
            return happens;
        }
        KeyHistory before = history(key);
        LoggedWrite last = null;
        if (before != null) {
            last = before.last();
        }
        Long expires = expires(expireAt, ttlMs);
        LoggedWrite write;
        if (last != null && !last.removes && !isLate(expires)) {
            write = next(happens).copy(last, expires);
        } else {
            write = write(null, expires, happens);
        }
        add(key, write);
        return count(happens);
    }

    Occurrence remove(Bytes key, Occurrence happens) {
        if (happens != Occurrence.NO && present(key) != Occurrence.NO) {
            add(key, next(happens).remove());
        }
        return happens;
    }

    Occurrence removePrefix(Bytes prefix, Occurrence happens) {
        if (happens == Occurrence.NO) {
            return happens;
        }
        long added = 0;
        for (Map.Entry<Bytes, KeyHistory> key : keys.tailMap(prefix).entrySet()) {
            if (!key.getKey().startsWith(prefix)) {
                break;
            }
            if (key.getValue().present(latestMs) != Occurrence.NO) {
                key.getValue().add(next(happens).remove());
                added += WRITE_BYTES;
            }
        }
        grow(added);
        return happens;
    }

    /** Records a write to an unknown key below a prefix. */
    Occurrence putSomewhere(
            Bytes prefix, Bytes value, @Nullable Long expireAt, @Nullable Long ttlMs, Occurrence happens) {
        if (happens == Occurrence.NO) {
            return happens;
        }
        Long expires = expires(expireAt, ttlMs);
        long added = 0;
        for (Map.Entry<Bytes, KeyHistory> key : keys.tailMap(prefix).entrySet()) {
            if (!key.getKey().startsWith(prefix)) {
                break;
            }
            LoggedWrite uncertain = write(value, expires, Occurrence.MAYBE);
            uncertain.somewhere = true;
            key.getValue().add(uncertain);
            added += WRITE_BYTES;
        }
        grow(added);
        if (unnamedPrefixes.size() == MAX_PREFIXES) {
            tooManyPrefixes = true;
        } else if (!hasUnnamedWrite(prefix)) {
            unnamedPrefixes.add(prefix);
        }
        return count(happens);
    }

    private @Nullable Long expires(@Nullable Long expireAt, @Nullable Long ttlMs) {
        if (ttlMs == null) {
            return expireAt;
        }
        long sum = timeMs + ttlMs;
        if (U64.compare(sum, timeMs) < 0) {
            return -1L;
        }
        return sum;
    }

    private LoggedWrite.Builder next(Occurrence happens) {
        long knownUpToMs = -1;
        if (whole) {
            knownUpToMs = latestMs;
        }
        return new LoggedWrite.Builder(entry, orders++, least, most, timeMs, knownUpToMs, happens == Occurrence.YES);
    }

    private Occurrence count(Occurrence happens) {
        if (happens == Occurrence.YES) {
            least++;
        }
        most++;
        return happens;
    }

    private void add(Bytes key, LoggedWrite write) {
        if (!remembers(key)) {
            return;
        }
        KeyHistory history = history(key);
        if (history == null) {
            history = new KeyHistory(key, !whole || hasUnnamedWrite(key));
            keys.put(key, history);
            grow(KEY_BYTES + key.length());
        }
        history.add(write);
        grow(WRITE_BYTES);
    }

    /** Drops half of the keys when they take too much memory. */
    private void grow(long more) {
        bytes += more;
        if (bytes > maxBytes) {
            sampled = sampled << 1 | 1;
            keys.keySet().removeIf(key -> !remembers(key));
            bytes = 0;
            keys.forEach((key, history) -> bytes += KEY_BYTES + key.length() + (long) WRITE_BYTES * history.writes());
        }
    }

    private boolean remembers(Bytes key) {
        return sampled == 0 || (HashSet64.hash(key.array()) >>> 32 & sampled) == 0;
    }

    Occurrence present(Bytes key) {
        KeyHistory history = history(key);
        if (history != null) {
            return history.present(latestMs);
        }
        return untouched(key);
    }

    private Occurrence untouched(Bytes key) {
        if (whole && remembers(key) && !hasUnnamedWrite(key)) {
            return Occurrence.NO;
        }
        return Occurrence.MAYBE;
    }

    /** Compares the sequence number of a key, 0 for an absent key, with a number. */
    Occurrence sequence(Bytes key, KvOp.Compare op, long wanted) {
        Occurrence presence = present(key);
        if (presence == Occurrence.NO) {
            return Occurrence.compare(0, 0, op, wanted);
        }
        KeyHistory history = history(key);
        LoggedWrite last = null;
        if (history != null) {
            last = history.last();
        }
        long lowest = 1;
        long highest = -1;
        if (whole && last != null) {
            lowest = last.least + 1;
            highest = last.most + 1;
        }
        return Occurrence.compare(presence == Occurrence.YES ? lowest : 0, highest, op, wanted);
    }

    Occurrence value(Bytes key, KvOp.Compare op, Bytes wanted) {
        Occurrence presence = present(key);
        KeyHistory history = history(key);
        LoggedWrite last = null;
        if (history != null) {
            last = history.last();
        }
        if (presence == Occurrence.NO || last == null || !last.valueKnown()) {
            return presence.and(Occurrence.MAYBE);
        }
        // The order of two values decides nothing: in a redacted copy the pseudonyms are equal where the values were,
        // but in
        // another order.
        boolean equality = op == KvOp.Compare.EQ || op == KvOp.Compare.NE;
        if (equality) {
            return presence.and(Occurrence.of(last.holds(wanted) == (op == KvOp.Compare.EQ)));
        }
        return presence.and(Occurrence.MAYBE);
    }

    /** Compares the number of keys below a prefix with a number. */
    Occurrence count(Bytes prefix, KvOp.Compare op, long wanted) {
        if (!whole || sampled != 0 || !unnamedPrefixes.isEmpty()) {
            return Occurrence.compare(0, -1, op, wanted);
        }
        long surely = 0;
        long uncertain = 0;
        for (Map.Entry<Bytes, KeyHistory> key : keys.tailMap(prefix).entrySet()) {
            if (!key.getKey().startsWith(prefix)) {
                break;
            }
            Occurrence presence = key.getValue().present(latestMs);
            if (presence == Occurrence.YES) {
                surely++;
            }
            if (presence != Occurrence.NO) {
                uncertain++;
            }
        }
        return Occurrence.compare(surely, uncertain, op, wanted);
    }

    /** Returns the value of a key if it is small and certain, empty if the key is certainly absent, else null. */
    @Nullable
    Bytes small(Bytes key) {
        Occurrence presence = present(key);
        if (presence == Occurrence.NO) {
            return Bytes.EMPTY;
        }
        KeyHistory history = history(key);
        LoggedWrite last = null;
        if (history != null) {
            last = history.last();
        }
        if (presence == Occurrence.YES && last != null) {
            return last.small();
        }
        return null;
    }

    /** Whether a log entry may have written the key without its name being known. */
    boolean hasUnnamedWrite(Bytes key) {
        // Called for each row: a stream would cost more than the comparison.
        for (Bytes prefix : unnamedPrefixes) {
            if (key.startsWith(prefix)) {
                return true;
            }
        }
        return tooManyPrefixes;
    }

    /** Returns the writes to a key; null when it has none or is not in the sample. */
    @Nullable
    KeyHistory history(Bytes key) {
        if (sampled == 0 || remembers(key)) {
            return keys.get(key);
        }
        return null;
    }

    Iterable<KeyHistory> histories() {
        return keys.values();
    }

    /** Whether the writes to a key are remembered and no write had an unknown key. */
    boolean follows(Bytes key) {
        return remembers(key) && !hasUnnamedWrite(key);
    }

    /** Whether this log wrote the whole state and the key is remembered. */
    boolean hasAllWrites(Bytes key) {
        return untouched(key) == Occurrence.NO;
    }

    boolean isComplete() {
        return whole;
    }

    long latestMs() {
        return latestMs;
    }

    Counters counters() {
        return counters;
    }

    /** Number of sequence numbers assigned up to each of the last entries. */
    static final class Counters {
        private static final int ENTRIES = 1 << 12;
        private static final int PARTS = 3;

        private final long[] ring = new long[ENTRIES * PARTS];
        private long count;

        void add(long index, long least, long most) {
            int at = (int) (count++ % ENTRIES) * PARTS;
            ring[at] = index;
            ring[at + 1] = least;
            ring[at + 2] = most;
        }

        /** Returns the lower and upper bound up to an entry; null when it was dropped. */
        long @Nullable [] upTo(long index) {
            for (long i = Math.max(0, count - ENTRIES); i < count; i++) {
                int at = (int) (i % ENTRIES) * PARTS;
                if (ring[at] == index) {
                    return new long[] {ring[at + 1], ring[at + 2]};
                }
            }
            return null;
        }
    }
}
