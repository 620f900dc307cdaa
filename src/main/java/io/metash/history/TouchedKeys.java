package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.KvMeta;
import io.metash.record.SeqV;
import io.metash.record.U64;
import io.metash.sort.OrderedMap;
import io.metash.state.OverlayStore;
import io.metash.state.ReadStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The keys that the log may have written, with the replay's evidence, over the snapshot after the log. */
final class TouchedKeys implements Closeable {
    private static final int MAX_SKIPPED = 100;

    private final ReadStore snapshot;
    private final Supplier<OrderedMap> maps;
    private final NavigableMap<Bytes, TouchedKey> touched = new TreeMap<>();
    private final List<Bytes> emptied = new ArrayList<>();
    private final PriorityQueue<Expiry> expiries = new PriorityQueue<>((a, b) -> U64.compare(a.timeMs(), b.timeMs()));
    private OverlayStore values;
    private long expiredUpToMs;

    /** The expiry of a value that an entry wrote. */
    private record Expiry(long timeMs, TouchedKey key, int writer) {}

    /** Creates an empty set; {@code maps} creates empty maps for values. */
    TouchedKeys(ReadStore snapshot, Supplier<OrderedMap> maps) {
        this.snapshot = snapshot;
        this.maps = maps;
        this.values = new OverlayStore(ReadStore.EMPTY, maps.get());
    }

    /** Returns a key, adding it if needed. */
    TouchedKey add(Bytes key) throws IOException {
        TouchedKey known = touched.get(key);
        if (known == null) {
            known = addUnread(key);
            SeqV stored = snapshot.get(key);
            if (stored != null) {
                known.store(stored);
            }
            known.begin();
        }
        return known;
    }

    /** Returns a key, adding it without reading the snapshot; {@link #readStored} reads all such keys. */
    TouchedKey addUnread(Bytes key) {
        return touched.computeIfAbsent(key, TouchedKey::new);
    }

    /** Reads the keys' values from the snapshot in key order, scanning over small gaps. */
    void readStored() throws IOException {
        KvCursor rows = null;
        boolean exists = false;
        try {
            for (TouchedKey key : touched.values()) {
                for (int i = 0; rows != null && exists && i < MAX_SKIPPED && isBefore(rows, key); i++) {
                    exists = rows.next();
                }
                if (rows == null || exists && isBefore(rows, key)) {
                    if (rows != null) {
                        rows.close();
                    }
                    rows = snapshot.scan(key.key(), null);
                    exists = rows.next();
                }
                if (exists && rows.key().equals(key.key())) {
                    key.store(rows.value());
                }
            }
        } finally {
            if (rows != null) {
                rows.close();
            }
        }
    }

    private static boolean isBefore(KvCursor rows, TouchedKey key) {
        return rows.key().compareTo(key.key()) < 0;
    }

    /** Returns a key that was added, or null. */
    @Nullable
    TouchedKey find(Bytes key) {
        return touched.get(key);
    }

    Collection<TouchedKey> all() {
        return touched.values();
    }

    /** Returns the keys that start with a prefix. */
    List<TouchedKey> below(Bytes prefix) {
        List<TouchedKey> found = new ArrayList<>();
        for (Map.Entry<Bytes, TouchedKey> next : touched.tailMap(prefix, true).entrySet()) {
            if (!next.getKey().startsWith(prefix)) {
                break;
            }
            found.add(next.getValue());
        }
        return found;
    }

    /** Adds the snapshot's keys that start with a prefix and have this time. */
    void addBelow(Bytes prefix, @Nullable Long timeMs, List<TouchedKey> added) throws IOException {
        try (KvCursor rows = snapshot.scan(prefix, null)) {
            while (rows.next() && rows.key().startsWith(prefix)) {
                KvMeta meta = rows.value().meta();
                Long written = null;
                if (meta != null) {
                    written = meta.proposedAtMs();
                }
                if (written == null || written.equals(timeMs)) {
                    added.add(addUnread(rows.key()));
                }
            }
        }
    }

    /** Starts a pass with only the evidence of the snapshot and conditions. */
    void begin() throws IOException {
        values.close();
        values = new OverlayStore(ReadStore.EMPTY, maps.get());
        emptied.clear();
        expiries.clear();
        expiredUpToMs = 0;
        touched.values().forEach(TouchedKey::begin);
    }

    /** Returns how much is known of a key. */
    Certainty certainty(Bytes key) throws IOException {
        TouchedKey known = touched.get(key);
        if (known != null) {
            boolean emptiedBefore = known.touch() == TouchedKey.BEFORE_LOG && isEmptied(key);
            if (emptiedBefore) {
                return Certainty.ABSENT;
            }
            return known.certainty();
        }
        if (snapshot.get(key) != null) {
            return Certainty.KNOWN;
        }
        if (isEmptied(key)) {
            return Certainty.ABSENT;
        }
        return Certainty.ABSENT_OR_EXPIRED;
    }

    private boolean isEmptied(Bytes key) {
        return !emptied.isEmpty() && emptied.stream().anyMatch(key::startsWith);
    }

    /** Returns the value of a key that is present; its sequence number is 0 when unknown. */
    SeqV value(Bytes key) throws IOException {
        TouchedKey known = touched.get(key);
        if (known == null || known.fromSnapshot()) {
            return stored(key);
        }
        return Objects.requireNonNull(values.get(key), "a key that is present has a value");
    }

    /** Returns the snapshot's value of a key that it has. */
    SeqV stored(Bytes key) throws IOException {
        return Objects.requireNonNull(snapshot.get(key), "the snapshot lacks the key");
    }

    /** Returns how much is known of a key, with its value. */
    PastValue past(Bytes key) throws IOException {
        Certainty certainty = certainty(key);
        return new PastValue(certainty, certainty.present() ? value(key) : null);
    }

    /** Records a value that an entry wrote. */
    void write(TouchedKey key, int entry, boolean numberKnown, int position, SeqV value) throws IOException {
        Long expiresMs = null;
        if (value.meta() != null) {
            expiresMs = value.meta().expireAtMs();
        }
        key.written(entry, numberKnown, position, expiresMs);
        values.load(key.key(), value);
        if (expiresMs != null) {
            expiries.add(new Expiry(expiresMs, key, entry));
        }
    }

    /** Returns the next key whose known value expired before a time; null when there is none. */
    @Nullable
    TouchedKey nextExpired(long nowMs) {
        while (!expiries.isEmpty() && U64.compare(expiries.peek().timeMs(), nowMs) < 0) {
            Expiry next = expiries.poll();
            TouchedKey key = next.key();
            boolean late = U64.compare(next.timeMs(), expiredUpToMs) < 0;
            if (!late
                    && key.writer() == next.writer()
                    && Long.valueOf(next.timeMs()).equals(key.expiresMs())) {
                return key;
            }
        }
        return null;
    }

    /** Records that an entry of this time was applied: values written later with an earlier expiry never expire. */
    void expiredUpTo(long nowMs) {
        if (U64.compare(nowMs, expiredUpToMs) > 0) {
            expiredUpToMs = nowMs;
        }
    }

    /** Records that all keys below a prefix were deleted. */
    void emptied(Bytes prefix) {
        emptied.add(prefix);
    }

    /** Whether an earlier entry deleted everything below a prefix. */
    boolean wasEmptied(Bytes prefix) {
        return emptied.stream().anyMatch(prefix::startsWith);
    }

    /** Counts the keys below a prefix that certainly exist, stopping after {@code enough}. */
    long countBelow(Bytes prefix, long enough) throws IOException {
        long count = 0;
        for (TouchedKey key : below(prefix)) {
            if (certainty(key.key()).present()) {
                count++;
            }
        }
        try (KvCursor rows = snapshot.scan(prefix, null)) {
            while (U64.compare(count, enough) <= 0 && rows.next() && rows.key().startsWith(prefix)) {
                if (!touched.containsKey(rows.key())) {
                    count++;
                }
            }
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        values.close();
    }
}
