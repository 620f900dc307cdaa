package io.metash.backup;

import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.Entry;
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
import org.jspecify.annotations.Nullable;

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
            Part part,
            Change change,
            Object name,
            @Nullable String a,
            @Nullable String b,
            Optional<SeqV> valueA,
            Optional<SeqV> valueB) {}

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

    private void found(Part part, Change change, Object name, @Nullable String inA, @Nullable String inB)
            throws IOException {
        counts[part.ordinal()][change.ordinal()]++;
        sink.accept(new Difference(part, change, name, inA, inB, Optional.empty(), Optional.empty()));
    }

    private void removed(Bytes key, SeqV inA) throws IOException {
        key(new Difference(Part.KEYS, Change.REMOVED, key, text(inA), null, Optional.of(inA), Optional.empty()));
    }

    private void added(Bytes key, SeqV inB) throws IOException {
        key(new Difference(Part.KEYS, Change.ADDED, key, null, text(inB), Optional.empty(), Optional.of(inB)));
    }

    private void changed(Bytes key, SeqV inA, SeqV inB) throws IOException {
        key(new Difference(
                Part.KEYS, Change.CHANGED, key, text(inA), other(inA, inB), Optional.of(inA), Optional.of(inB)));
    }

    /** Reports a key that differs. */
    private void key(Difference difference) throws IOException {
        counts[Part.KEYS.ordinal()][difference.change().ordinal()]++;
        sink.accept(difference);
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

    private static Change change(@Nullable Object inA, @Nullable Object inB) {
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

        Entries(Session of) throws IOException {
            records = of.export();
        }

        /** The next entry; null at the end. */
        MetaRecord.@Nullable Log next() throws IOException {
            MetaRecord record = records.next();
            while (record != null
                    && !(record instanceof MetaRecord.Log)
                    && RecordKind.of(record).compareTo(RecordKind.LOG) < 0) {
                record = records.next();
            }
            if (record instanceof MetaRecord.Log log) {
                return log;
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            records.close();
        }
    }

    /** Merges adjacent entries that differ in the same way into one difference. */
    private final class Span {
        private @Nullable Range open;

        void add(Change how, Entry entry) throws IOException {
            LogId id = entry.logId();
            if (open != null
                    && open.change() == how
                    && id.index() == open.last().index() + 1) {
                open = new Range(how, open.first(), id);
            } else {
                end();
                open = new Range(how, id, id);
            }
        }

        void end() throws IOException {
            if (open != null) {
                switch (open.change()) {
                    case ADDED -> found(Part.LOG, Change.ADDED, open.words(), null, "there");
                    case REMOVED -> found(Part.LOG, Change.REMOVED, open.words(), "there", null);
                    case CHANGED -> found(Part.LOG, Change.CHANGED, open.words(), "there", "other content");
                }
            }
            open = null;
        }
    }

    /** Adjacent entries with the same difference. */
    private record Range(Change change, LogId first, LogId last) {
        String words() {
            if (first.equals(last)) {
                return "entry " + first;
            }
            return "entries " + first + " to " + last;
        }
    }

    private void log() throws IOException {
        Span span = new Span();
        try (Entries inA = new Entries(a);
                Entries inB = new Entries(b)) {
            MetaRecord.Log one = inA.next();
            MetaRecord.Log other = inB.next();
            while (one != null || other != null) {
                cancel.check();
                if (one != null && (other == null || order(one, other) < 0)) {
                    span.add(Change.REMOVED, one.entry());
                    one = inA.next();
                } else if (other != null && (one == null || order(one, other) > 0)) {
                    span.add(Change.ADDED, other.entry());
                    other = inB.next();
                } else if (one != null && other != null) {
                    if (!JsonText.toString(Shapes.ENTRY, one.entry())
                            .equals(JsonText.toString(Shapes.ENTRY, other.entry()))) {
                        span.add(Change.CHANGED, one.entry());
                    }
                    one = inA.next();
                    other = inB.next();
                }
            }
        }
        span.end();
    }

    private static int order(MetaRecord.Log one, MetaRecord.Log other) {
        return U64.compare(one.entry().logId().index(), other.entry().logId().index());
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
                    removed(inA.key(), inA.value());
                } else if (order > 0) {
                    added(inB.key(), inB.value());
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
            changed(key, one, other);
        }
    }

    private static @Nullable Long expiry(SeqV value) {
        if (value.meta() == null) {
            return null;
        }
        return value.meta().expireAt();
    }

    /** Returns the proposal time. A service does not distinguish an empty meta from none, so both are treated alike. */
    private static @Nullable Long proposed(SeqV value) {
        if (value.meta() == null) {
            return null;
        }
        return value.meta().proposedAtMs();
    }

    private static String text(SeqV value) {
        String text = "seq " + U64.text(value.seq()) + ", " + value.data().length() + " bytes";
        Long expire = expiry(value);
        if (expire == null) {
            return text;
        }
        return text + ", expires " + U64.text(expire);
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
