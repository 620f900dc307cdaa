package io.metash.testing;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.RecordSource;
import io.metash.record.SeqV;
import io.metash.record.StoredMembership;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.session.StoreStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** A session on keys in memory, as slow or unresponsive as a test demands. */
public final class KeySession implements Session {
    private final String name;
    private final SessionKind kind;
    private final NavigableMap<Bytes, SeqV> keys;
    /** The number of ranges read. */
    public volatile int scans;
    /** The number of keys read. */
    public volatile long keysRead;
    /** Runs at the start of every read. */
    public volatile Runnable onRead = () -> {};
    /** Milliseconds per key. */
    public volatile long delayMs;
    /** If set, every read waits for it and cannot be interrupted. */
    public volatile CountDownLatch stuck;
    /** If set, every read fails with it. */
    public volatile IOException broken;

    public KeySession(String name, SessionKind kind, NavigableMap<Bytes, SeqV> keys) {
        this.name = name;
        this.kind = kind;
        this.keys = keys;
    }

    /** A directory with these keys. */
    public static KeySession of(String name, String... keys) {
        NavigableMap<Bytes, SeqV> map = new TreeMap<>();
        for (String key : keys) {
            map.put(Bytes.utf8(key), new SeqV(map.size() + 1, null, Bytes.utf8("v")));
        }
        return new KeySession(name, SessionKind.DIRECTORY, map);
    }

    /** Adds a key with the value {@code v}. */
    public void put(String key) {
        keys.put(Bytes.utf8(key), new SeqV(keys.size() + 1, null, Bytes.utf8("v")));
    }

    /** The same keys in a service. */
    public KeySession live() {
        return new KeySession(name, SessionKind.ENDPOINT, keys);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SessionKind kind() {
        return kind;
    }

    @Override
    public String place() {
        return name;
    }

    @Override
    public String promptState() {
        return kind == SessionKind.ENDPOINT ? "leader 1" : "log 7";
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    private void read() throws IOException {
        onRead.run();
        if (broken != null) {
            throw broken;
        }
        boolean interrupted = false;
        CountDownLatch latch = stuck;
        while (latch != null && latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (delayMs > 0) {
            try {
                Thread.sleep(delayMs);
            } catch (InterruptedException interruption) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public SeqV get(Bytes key) throws IOException {
        read();
        return keys.get(key);
    }

    @Override
    public KvCursor scan(Bytes from, Bytes to) throws IOException {
        scans++;
        read();
        var range = to == null ? keys.tailMap(from, true) : keys.subMap(from, true, to, false);
        var entries = range.entrySet().iterator();
        return new KvCursor() {
            private Map.Entry<Bytes, SeqV> now;

            @Override
            public boolean next() throws IOException {
                read();
                if (!entries.hasNext()) {
                    return false;
                }
                now = entries.next();
                keysRead++;
                return true;
            }

            @Override
            public Bytes key() {
                return now.getKey();
            }

            @Override
            public SeqV value() {
                return now.getValue();
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
    }

    @Override
    public StoreStatus status() throws IOException {
        read();
        LogId none = null;
        return new StoreStatus(
                kind,
                name,
                new StoreStatus.Raft("V004", 1L, null, none, none),
                new StoreStatus.Log(none, none, 0, 0, 0),
                new StoreStatus.Snapshot(null, none, 0, 0),
                new StoreStatus.State(none, keys.size(), StoredMembership.none(), new TreeMap<>(), List.of(), null),
                new StoreStatus.Counts(keys.size(), 0, 0),
                List.of());
    }

    @Override
    public RecordSource export() {
        throw new UnsupportedOperationException("no test exports it");
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
