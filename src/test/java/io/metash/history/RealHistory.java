package io.metash.history;

import io.metash.ndjson.NdjsonSource;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Bytes;
import io.metash.record.Entry;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.SeqV;
import io.metash.sort.MemoryMap;
import io.metash.state.ApplyResult;
import io.metash.state.ExpiryTimes;
import io.metash.state.OverlayStore;
import io.metash.state.ReadStore;
import io.metash.state.StateMachine;
import io.metash.testing.TestData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The log of a real store from its first entry, and stores derived from parts of it. */
final class RealHistory {
    /** The stores and the number of their log entries; {@code rich-snap} continues where {@code rich} ends. */
    static final List<String> NAMES = List.of("rich", "rich-users", "rich-snap", "variants");

    final List<Entry> log;

    RealHistory(List<Entry> log) {
        this.log = log;
    }

    static RealHistory of(String name) throws IOException {
        List<Entry> log = new ArrayList<>();
        if (name.equals("rich-snap")) {
            read("rich", log);
        }
        read(name, log);
        return new RealHistory(log);
    }

    private static void read(String name, List<Entry> log) throws IOException {
        try (NdjsonSource source = NdjsonSource.open(TestData.file("real/" + name + ".export.ndjson"))) {
            for (MetaRecord record = source.next(); record != null; record = source.next()) {
                if (record instanceof MetaRecord.Log entry
                        && entry.entry().logId().index() == log.size()) {
                    log.add(entry.entry());
                }
            }
        }
    }

    int size() {
        return log.size();
    }

    /** The state after an entry by a replay from the first one, and the entry that last wrote each key. */
    Replayed replay(int until) throws IOException {
        OverlayStore rows = new OverlayStore(ReadStore.EMPTY, new MemoryMap());
        StateMachine machine = new StateMachine(rows);
        NavigableMap<Bytes, Integer> writers = new TreeMap<>();
        for (int i = 0; i <= until; i++) {
            int entry = i;
            machine.apply(log.get(i)).changes().forEach(change -> {
                if (!expired(change, log.get(entry))) {
                    writers.put(change.key(), entry);
                }
            });
        }
        return new Replayed(rows, machine, writers);
    }

    private static boolean expired(ApplyResult.Change change, Entry entry) {
        return change.after() == null
                && change.before() != null
                && entry.payload() instanceof Entry.Normal normal
                && ExpiryTimes.expired(change.before().meta(), normal.timeMs());
    }

    record Replayed(OverlayStore rows, StateMachine machine, NavigableMap<Bytes, Integer> writers) {
        NavigableMap<Bytes, SeqV> keys() throws IOException {
            return RealHistory.keys(rows);
        }

        StatePoint point() {
            List<MetaRecord> facts = new ArrayList<>();
            facts.add(new MetaRecord.Sequences("generic-kv", machine.sequence()));
            facts.add(new MetaRecord.LastMembership(machine.lastMembership()));
            machine.nodes().forEach((id, node) -> facts.add(new MetaRecord.Nodes(id, node)));
            return new StatePoint(machine.lastApplied(), rows, facts, machine.features());
        }
    }

    static NavigableMap<Bytes, SeqV> keys(ReadStore rows) throws IOException {
        NavigableMap<Bytes, SeqV> keys = new TreeMap<>();
        try (KvCursor cursor = rows.scan(Bytes.EMPTY, null)) {
            while (cursor.next()) {
                keys.put(cursor.key(), cursor.value());
            }
        }
        return keys;
    }

    /** A store whose log begins at an entry, with complete states after some entries. */
    StoreHistory from(int first, StatePoint... points) {
        return new StoreHistory() {
            @Override
            public List<StatePoint> points() {
                return List.of(points);
            }

            @Override
            public long first() {
                return first;
            }

            @Override
            public long last() {
                return log.size() - 1;
            }

            @Override
            public LogId purged() {
                return first == 0 ? null : log.get(first - 1).logId();
            }

            @Override
            public EntryCursor entries(long fromIndex) {
                return new ListCursor(log.subList((int) Math.max(first, fromIndex), log.size()));
            }
        };
    }

    private static final class ListCursor implements EntryCursor {
        private final List<Entry> entries;
        private int next;

        ListCursor(List<Entry> entries) {
            this.entries = entries;
        }

        @Override
        public Entry next() {
            return next < entries.size() ? entries.get(next++) : null;
        }

        @Override
        public String position() {
            return "entry " + next;
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
