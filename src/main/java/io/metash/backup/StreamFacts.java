package io.metash.backup;

import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.StoreFacts;
import io.metash.record.StoredMembership;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Collects a stream's facts other than rows, and the count of each kind, in constant memory. */
public final class StreamFacts {
    private final long[] records = new long[RecordKind.values().length];
    private final long[] bytes = new long[RecordKind.values().length];
    private final StoreFacts store = new StoreFacts();

    /** Adds a record; {@code lineBytes} is its line's length with the line end, or 0 where there are no lines. */
    public void add(MetaRecord record, long lineBytes) {
        RecordKind kind = RecordKind.of(record);
        records[kind.ordinal()]++;
        bytes[kind.ordinal()] += lineBytes;
        record.visit(store);
    }

    /** Returns the count of each kind that occurs, in export order. */
    public List<Manifest.Count> counts() {
        List<Manifest.Count> counts = new ArrayList<>();
        for (RecordKind kind : RecordKind.values()) {
            if (records[kind.ordinal()] > 0) {
                counts.add(new Manifest.Count(kind.label(), records[kind.ordinal()], bytes[kind.ordinal()]));
            }
        }
        return counts;
    }

    /** Number of records of a kind. */
    public long records(RecordKind kind) {
        return records[kind.ordinal()];
    }

    /** Number of all records. */
    public long records() {
        long all = 0;
        for (long count : records) {
            all += count;
        }
        return all;
    }

    /** The data version of the header, or null before it. */
    public @Nullable String version() {
        return store.version();
    }

    /** Returns the id of the exported node, or null. */
    public @Nullable Long nodeId() {
        return store.nodeId();
    }

    /** The last log id known to be committed, or null. */
    public @Nullable LogId committed() {
        return store.committed();
    }

    /** The first entry of the log, or null. */
    public @Nullable LogId firstLog() {
        return store.firstLog();
    }

    /** Returns the last log entry's id, or null. */
    public @Nullable LogId lastLog() {
        return store.lastLog();
    }

    /** Returns the last applied log id, or null. */
    public @Nullable LogId lastApplied() {
        return store.lastApplied();
    }

    /** The last membership in the state machine, or null. */
    public @Nullable StoredMembership membership() {
        return store.membership();
    }

    /** The nodes by id. */
    public NavigableMap<Long, Node> nodes() {
        return store.nodes();
    }
}
