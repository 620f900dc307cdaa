package io.metash.backup;

import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.record.SeqV;
import io.metash.record.Shapes;
import io.metash.record.U64;
import io.metash.session.Session;
import io.metash.session.StoreStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two stores of any kind: keys as a session shows them, nodes, membership and log. Reads both in key order,
 * so memory does not grow with the stores.
 */
public final class StoreDiff {
    /** Compared parts of a store. */
    public enum Part {
        /** Keys and values. */
        KEYS,
        /** Node addresses. */
        NODES,
        /** Cluster membership. */
        MEMBERSHIP,
        /** Raft log entries. */
        LOG
    }

    /** Kinds of difference. */
    public enum Change {
        /** Exists in the second store only. */
        ADDED,
        /** Exists in the first store only. */
        REMOVED,
        /** Exists in both stores and differs. */
        CHANGED
    }

    /**
     * A difference.
     *
     * @param part the part it belongs to
     * @param change the kind of difference
     * @param name the key, {@code node 1}, {@code membership}, {@code entries 7 to 9}
     * @param a the text in the first store, or null
     * @param b the text in the second store, or null
     * @param valueA the value of a key in the first store; empty for other parts
     * @param valueB the value of a key in the second store
     */
    public record Difference(
            Part part, Change change, Object name, String a, String b, Optional<SeqV> valueA, Optional<SeqV> valueB) {}

    /** Receives differences as they are found. */
    @FunctionalInterface
    public interface Sink {
        /** Receives a difference. */
        void accept(Difference difference) throws IOException;
    }

    private final Session a;
    private final Session b;
    private final Sink sink;
    private final Cancel cancel;
    private final boolean ignoreTimes;
    private final long[][] counts = new long[Part.values().length][Change.values().length];
    private long keysOfA;
    private long keysOfB;
    private long timesMissing;

    /**
     * Compares two sessions, which no other thread may read during the comparison.
     *
     * @param ignoreTimes whether one store's release does not record proposal times, so that they are not
     *     compared
     */
    public StoreDiff(Session a, Session b, boolean ignoreTimes, Sink sink, Cancel cancel) {
        this.a = a;
        this.b = b;
        this.ignoreTimes = ignoreTimes;
        this.sink = sink;
        this.cancel = cancel;
    }

    /** Compares the stores and reports differences: membership and nodes, then the log, then the keys. */
    public void run(Set<Part> parts, Progress progress) throws IOException {
        if (parts.contains(Part.MEMBERSHIP) || parts.contains(Part.NODES)) {
            StoreStatus.State inA = a.status().state();
            StoreStatus.State inB = b.status().state();
            if (parts.contains(Part.MEMBERSHIP)) {
                membership(
                        inA.membership().membership().words(),
                        inB.membership().membership().words());
            }
            if (parts.contains(Part.NODES)) {
                nodes(inA.nodes(), inB.nodes());
            }
        }
        if (parts.contains(Part.LOG)) {
            log();
        }
        if (parts.contains(Part.KEYS)) {
            keys(progress);
        }
    }

    private void found(Part part, Change change, Object name, String inA, String inB) throws IOException {
        counts[part.ordinal()][change.ordinal()]++;
        sink.accept(new Difference(part, change, name, inA, inB, Optional.empty(), Optional.empty()));
    }

    /** Reports a key that differs; a missing value is null. */
    private void found(Change change, Bytes key, SeqV inA, SeqV inB) throws IOException {
        counts[Part.KEYS.ordinal()][change.ordinal()]++;
        String one = null;
        if (inA != null) {
            one = text(inA);
        }
        String other = null;
        if (inB != null) {
            other = text(inB);
        }
        sink.accept(new Difference(
                Part.KEYS,
                change,
                key,
                one,
                change == Change.CHANGED ? other(inA, inB) : other,
                Optional.ofNullable(inA),
                Optional.ofNullable(inB)));
    }

    private void membership(String inA, String inB) throws IOException {
        if (!inA.equals(inB)) {
            found(Part.MEMBERSHIP, Change.CHANGED, "membership", inA, inB);
        }
    }

    private void nodes(NavigableMap<Long, Node> inA, NavigableMap<Long, Node> inB) throws IOException {
        TreeSet<Long> ids = new TreeSet<>(U64::compare);
        ids.addAll(inA.keySet());
        ids.addAll(inB.keySet());
        for (Long id : ids) {
            String one = null;
            if (inA.get(id) != null) {
                one = inA.get(id).toString();
            }
            String other = null;
            if (inB.get(id) != null) {
                other = inB.get(id).toString();
            }
            if (!Objects.equals(one, other)) {
                found(Part.NODES, change(one, other), "node " + U64.text(id), one, other);
            }
        }
    }

    private static Change change(Object inA, Object inB) {
        if (inA == null) {
            return Change.ADDED;
        }
        if (inB == null) {
            return Change.REMOVED;
        }
        return Change.CHANGED;
    }

    /** Reads a store's log entries, which precede all records outside the log. */
    private static final class Entries implements AutoCloseable {
        private final RecordSource records;
        private MetaRecord.Log at;

        Entries(Session of) throws IOException {
            records = of.export();
            next();
        }

        void next() throws IOException {
            MetaRecord record = records.next();
            while (record != null
                    && !(record instanceof MetaRecord.Log)
                    && RecordKind.of(record).compareTo(RecordKind.LOG) < 0) {
                record = records.next();
            }
            if (record instanceof MetaRecord.Log log) {
                at = log;
            } else {
                at = null;
            }
        }

        LogId id() {
            if (at == null) {
                return null;
            }
            return at.entry().logId();
        }

        @Override
        public void close() throws IOException {
            records.close();
        }
    }

    /** Merges adjacent entries that differ in the same way into one difference. */
    private final class Span {
        private Change change;
        private LogId first;
        private LogId last;

        void add(Change how, LogId id) throws IOException {
            if (change != how || last == null || id.index() != last.index() + 1) {
                end();
                change = how;
                first = id;
            }
            last = id;
        }

        void end() throws IOException {
            if (change != null) {
                String entries;
                if (first.equals(last)) {
                    entries = "entry " + first;
                } else {
                    entries = "entries " + first + " to " + last;
                }
                found(
                        Part.LOG,
                        change,
                        entries,
                        change == Change.ADDED ? null : "there",
                        switch (change) {
                            case ADDED -> "there";
                            case REMOVED -> null;
                            case CHANGED -> "other content";
                        });
            }
            change = null;
        }
    }

    private void log() throws IOException {
        Span span = new Span();
        try (Entries inA = new Entries(a);
                Entries inB = new Entries(b)) {
            while (inA.at != null || inB.at != null) {
                cancel.check();
                int order;
                if (inA.at == null) {
                    order = 1;
                } else if (inB.at == null) {
                    order = -1;
                } else {
                    order = U64.compare(inA.id().index(), inB.id().index());
                }
                if (order < 0) {
                    span.add(Change.REMOVED, inA.id());
                    inA.next();
                } else if (order > 0) {
                    span.add(Change.ADDED, inB.id());
                    inB.next();
                } else {
                    if (!JsonText.toString(Shapes.ENTRY, inA.at.entry())
                            .equals(JsonText.toString(Shapes.ENTRY, inB.at.entry()))) {
                        span.add(Change.CHANGED, inA.id());
                    }
                    inA.next();
                    inB.next();
                }
            }
        }
        span.end();
    }

    private void keys(Progress progress) throws IOException {
        try (PrefetchCursor inA = new PrefetchCursor(a.scan(Bytes.EMPTY, null));
                PrefetchCursor inB = new PrefetchCursor(b.scan(Bytes.EMPTY, null))) {
            boolean moreA = inA.next();
            boolean moreB = inB.next();
            while (moreA || moreB) {
                if ((inA.keys() + inB.keys()) % 1024 < 2) {
                    cancel.check();
                    progress.moved(inA.keys() + inB.keys(), 0, -1);
                }
                int order;
                if (!moreA) {
                    order = 1;
                } else if (!moreB) {
                    order = -1;
                } else {
                    order = inA.key().compareTo(inB.key());
                }
                if (order < 0) {
                    found(Change.REMOVED, inA.key(), inA.value(), null);
                } else if (order > 0) {
                    found(Change.ADDED, inB.key(), null, inB.value());
                } else {
                    both(inA.key(), inA.value(), inB.value());
                }
                if (order <= 0) {
                    moreA = inA.next();
                }
                if (order >= 0) {
                    moreB = inB.next();
                }
            }
            keysOfA = inA.keys();
            keysOfB = inB.keys();
        }
    }

    private void both(Bytes key, SeqV one, SeqV other) throws IOException {
        boolean same = one.seq() == other.seq()
                && Objects.equals(expiry(one), expiry(other))
                && one.data().equals(other.data());
        if (same && !Objects.equals(proposed(one), proposed(other))) {
            boolean missing = proposed(one) == null || proposed(other) == null;
            if (missing) {
                timesMissing++;
            }
            same = missing && ignoreTimes;
        }
        if (!same) {
            found(Change.CHANGED, key, one, other);
        }
    }

    private static Long expiry(SeqV value) {
        if (value.meta() == null) {
            return null;
        }
        return value.meta().expireAt();
    }

    /** Returns the proposal time. A service does not distinguish an empty meta from none, so both are treated alike. */
    private static Long proposed(SeqV value) {
        if (value.meta() == null) {
            return null;
        }
        return value.meta().proposedAtMs();
    }

    private static String text(SeqV value) {
        Long expire = expiry(value);
        return "seq " + U64.text(value.seq()) + ", " + value.data().length() + " bytes"
                + (expire == null ? "" : ", expires " + U64.text(expire));
    }

    /** Formats the second value, with its differences to the first. */
    private static String other(SeqV one, SeqV other) {
        List<String> fields = new ArrayList<>();
        if (!one.data().equals(other.data())) {
            fields.add("other value");
        }
        if (!Objects.equals(expiry(one), expiry(other))) {
            fields.add("other expiry");
        }
        if (!Objects.equals(proposed(one), proposed(other))) {
            String now = proposed(one) == null ? "a proposal time" : "another proposal time";
            fields.add(proposed(other) == null ? "no proposal time" : now);
        }
        return text(other) + (fields.isEmpty() ? "" : ", " + String.join(", ", fields));
    }

    /** Number of differences of one kind in a part. */
    public long count(Part part, Change change) {
        return counts[part.ordinal()][change.ordinal()];
    }

    /** Number of differences. */
    public long count() {
        long all = 0;
        for (long[] ofPart : counts) {
            for (long count : ofPart) {
                all += count;
            }
        }
        return all;
    }

    /** Number of keys that are equal except for a proposal time that only one store has. */
    public long timesMissing() {
        return timesMissing;
    }

    /** Number of keys in the first store; valid after comparing keys. */
    public long keysOfA() {
        return keysOfA;
    }

    /** Number of keys in the second store. */
    public long keysOfB() {
        return keysOfB;
    }
}
