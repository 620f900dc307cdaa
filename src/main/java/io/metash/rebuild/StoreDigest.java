package io.metash.rebuild;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.JsonText;
import io.metash.raftdir.NewCluster;
import io.metash.record.Bytes;
import io.metash.record.Entry;
import io.metash.record.KvMeta;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.Node;
import io.metash.record.RecordSink;
import io.metash.record.Shape;
import io.metash.record.Shapes;
import io.metash.record.StoredMembership;
import io.metash.record.U64;
import io.metash.record.Vote;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Computes a stream's digest in little memory: single values unchanged, rows and log entries as counts and
 * order-independent sums of hashes. Comparing the digest of the input with that of the new store verifies the store.
 */
final class StoreDigest implements RecordSink, MetaRecord.Visitor<RuntimeException> {
    /** No number. */
    static final long NONE = -1;

    private static final int KEPT_BYTES = 1 << 20;
    private final CRC32C crc = new CRC32C();
    private JsonOut text = new JsonOut(1024);
    private @Nullable Long nodeId;
    private @Nullable Vote vote;
    private @Nullable LogId committed;
    private @Nullable LogId purged;
    private long sequence;
    private @Nullable LogId lastApplied;
    private StoredMembership membership = StoredMembership.none();
    private NavigableMap<Long, Node> nodes = Membership.byId();
    private long entries;
    private long entrySum;
    private @Nullable LogId firstLog;
    private @Nullable LogId lastLog;
    private @Nullable Long lastTimeMs;
    private long rows;
    private long rowSum;
    private long appended;

    /** Entries above this index are counted separately; null when all belong to the stream. */
    private @Nullable Long lastOfStream;

    private boolean entriesCounted = true;

    @Override
    public void accept(MetaRecord record) {
        record.visit(this);
    }

    @Override
    public void kv(MetaRecord.Kv kv) {
        rows++;
        long hash = mix(1, crc(kv.key()));
        hash = mix(hash, kv.value().seq());
        hash = meta(hash, kv.value().meta());
        rowSum += mix(hash, crc(kv.value().data()));
    }

    private static long meta(long hash, @Nullable KvMeta meta) {
        if (meta == null) {
            return mix(mix(mix(hash, 0), NONE), NONE);
        }
        long mixed = mix(hash, unknown(meta));
        mixed = mix(mixed, number(meta.expireAt()));
        return mix(mixed, number(meta.proposedAtMs()));
    }

    private static long number(@Nullable Long number) {
        if (number == null) {
            return NONE;
        }
        return number;
    }

    private static long unknown(KvMeta meta) {
        if (meta.extra().isEmpty()) {
            return 1;
        }
        return 2 + meta.extra().hashCode();
    }

    @Override
    public void expire(MetaRecord.Expire expire) {
        rows++;
        long hash = mix(mix(2, expire.timeMs()), expire.seq());
        hash = mix(hash, expire.valueSeq() == 0 ? 1 : expire.valueSeq());
        rowSum += mix(hash, crc(expire.key()));
    }

    @Override
    public void log(MetaRecord.Log log) {
        entry(log.entry());
    }

    @Override
    public void header(MetaRecord.Header header) {
        // The version concerns the text only: every store is built as V004.
    }

    @Override
    public void nodeId(MetaRecord.NodeId id) {
        nodeId = id.id();
    }

    @Override
    public void voted(MetaRecord.Voted voted) {
        if (voted.vote() != null) {
            vote = voted.vote();
        }
    }

    @Override
    public void committed(MetaRecord.Committed record) {
        committed = record.logId();
    }

    @Override
    public void purged(MetaRecord.Purged record) {
        purged = LogId.max(purged, record.logId());
        // Earlier entries purged by this one cannot be subtracted from a sum.
        entriesCounted &= entries == 0;
    }

    @Override
    public void sequences(MetaRecord.Sequences record) {
        sequence = record.value();
    }

    @Override
    public void lastApplied(MetaRecord.LastApplied record) {
        lastApplied = record.logId();
    }

    @Override
    public void lastMembership(MetaRecord.LastMembership record) {
        membership = record.membership();
    }

    @Override
    public void nodes(MetaRecord.Nodes node) {
        nodes.put(node.id(), node.node());
    }

    private void entry(Entry entry) {
        LogId id = entry.logId();
        boolean ofStream = lastOfStream == null || lastOfStream != NONE && U64.compare(id.index(), lastOfStream) <= 0;
        if (!ofStream) {
            appended++;
            return;
        }
        entries++;
        if (firstLog == null) {
            firstLog = id;
        }
        lastLog = id;
        if (entry.payload() instanceof Entry.Normal normal && normal.timeMs() != null) {
            lastTimeMs = normal.timeMs();
        }
        text.reset();
        JsonText.write(Shapes.PAYLOAD, entry.payload(), text);
        crc.reset();
        crc.update(text.array(), 0, text.length());
        if (text.array().length > KEPT_BYTES) {
            text = new JsonOut(1024);
        }
        entrySum += mix(
                mix(mix(mix(3, id.index()), id.leaderId().term()), id.leaderId().nodeId()), crc.getValue());
    }

    private long crc(Bytes bytes) {
        crc.reset();
        crc.update(bytes.array(), 0, bytes.length());
        return crc.getValue() << 32 | bytes.length();
    }

    private static long mix(long hash, long value) {
        long h = (hash ^ value) * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
        return h ^ (h >>> 29);
    }

    /** Returns one number for the whole stream, equal for equal streams. */
    long sum() {
        return mix(mix(rowSum, entrySum), mix(rows, entries));
    }

    /** Returns an empty digest for reading back a store built from this stream. */
    StoreDigest forReadingBack() {
        LogId last = LogId.max(LogId.max(lastLog, purged), lastApplied);
        if (last == null) {
            return upTo(NONE);
        }
        return upTo(last.index());
    }

    /** Returns a digest of the entries up to an index; {@link #NONE} for none. */
    static StoreDigest upTo(long lastIndex) {
        StoreDigest back = new StoreDigest();
        back.lastOfStream = lastIndex;
        return back;
    }

    /** Converts the digest to that of the same stream in a new cluster. */
    void convertTo(NewCluster cluster) {
        nodeId = cluster.id();
        nodes = cluster.nodes();
        membership = new StoredMembership(
                lastApplied, Membership.ofVoters(List.copyOf(cluster.nodes().keySet())));
        LogId last = LogId.max(lastLog, purged);
        if (lastApplied != null && (last == null || lastApplied.compareTo(last) > 0)) {
            purged = lastApplied;
            entries = 0;
            entrySum = 0;
        }
        appended = 1L + cluster.nodes().size();
    }

    /** Returns the last log id in the state machine, or null. */
    @Nullable
    LogId lastApplied() {
        return lastApplied;
    }

    /** Returns the time of the last entry with a time, or null. */
    @Nullable
    Long lastTimeMs() {
        return lastTimeMs;
    }

    /** Returns the last log id, or null. */
    @Nullable
    LogId lastLog() {
        return lastLog;
    }

    /** Returns the log id of a new cluster's membership (raft-dir-v004 §5.5). */
    LogId nextLogId() {
        LogId last = LogId.max(lastLog, purged);
        LogId base = LogId.max(lastApplied, last);
        if (base == null) {
            return LogId.of(0, 0, 0);
        }
        return new LogId(base.leaderId(), base.index() + 1);
    }

    /** Returns the number of log entries after the last one known to be committed, or else applied. */
    long beyond(@Nullable LogId committed) {
        LogId known = LogId.max(committed, lastApplied);
        if (lastLog == null || known == null) {
            return 0;
        }
        return lastLog.index() - known.index();
    }

    /** Returns the facts of a node of the new cluster as read back, without its id: names and texts, in order. */
    Map<StoreFact, String> facts() {
        Map<StoreFact, String> all = new EnumMap<>(StoreFact.class);
        all.put(StoreFact.VOTE, textOrNull(Shapes.VOTE, vote));
        all.put(StoreFact.COMMITTED, textOrNull(Shapes.LOG_ID, committed));
        all.put(StoreFact.PURGED, textOrNull(Shapes.LOG_ID, purged));
        all.put(StoreFact.SEQUENCE, U64.text(sequence));
        all.put(StoreFact.LAST_APPLIED, textOrNull(Shapes.LOG_ID, lastApplied));
        all.put(StoreFact.MEMBERSHIP, JsonText.toString(Shapes.STORED_MEMBERSHIP, membership));
        all.put(StoreFact.NODES, JsonText.toString(Shapes.NODES, nodes));
        all.put(StoreFact.ROWS, Long.toString(rows));
        all.put(StoreFact.ROW_SUM, Long.toHexString(rowSum));
        if (entriesCounted) {
            all.put(StoreFact.LOG_ENTRIES, Long.toString(entries));
            all.put(StoreFact.ENTRY_SUM, Long.toHexString(entrySum));
        }
        return all;
    }

    /** Returns the facts after {@link #convertTo}, without changing this digest. */
    Map<StoreFact, String> facts(NewCluster cluster) {
        StoreDigest other = new StoreDigest();
        other.vote = vote;
        other.committed = committed;
        other.purged = purged;
        other.sequence = sequence;
        other.lastApplied = lastApplied;
        other.lastLog = lastLog;
        other.rows = rows;
        other.rowSum = rowSum;
        other.entries = entries;
        other.entrySum = entrySum;
        other.entriesCounted = entriesCounted;
        other.convertTo(cluster);
        return other.facts();
    }

    /** Returns the id of the node, or null. */
    @Nullable
    Long nodeId() {
        return nodeId;
    }

    /** Returns the number of entries above the backup's last one. */
    long appended() {
        return appended;
    }

    /** Returns the differences between this expected digest and the actual one; empty when equal. */
    List<String> differences(StoreDigest actual) {
        List<String> all = new ArrayList<>();
        compare(all, "node id", nodeId, actual.nodeId);
        compare(all, "vote", Shapes.VOTE, vote, actual.vote);
        compare(all, "committed", Shapes.LOG_ID, committed, actual.committed);
        compare(all, "purged", Shapes.LOG_ID, purged, actual.purged);
        compare(all, "sequence", sequence, actual.sequence);
        compare(all, "last applied", Shapes.LOG_ID, lastApplied, actual.lastApplied);
        compare(all, "membership", Shapes.STORED_MEMBERSHIP, membership, actual.membership);
        compare(all, "nodes", Shapes.NODES, nodes, actual.nodes);
        compare(all, "rows", rows, actual.rows);
        compare(all, "the sum of all rows", rowSum, actual.rowSum);
        if (entriesCounted) {
            compare(all, "log entries", entries, actual.entries);
            compare(all, "the sum of all log entries", entrySum, actual.entrySum);
        }
        if (actual.appended < appended) {
            all.add("appended log entries: expected " + appended + ", found " + actual.appended);
        }
        return all;
    }

    /** Compares values as text, which makes errors readable and avoids generated comparison code. */
    private static void compare(
            List<String> all, String what, Shape kind, @Nullable Object expected, @Nullable Object actual) {
        compare(all, what, text(kind, expected), text(kind, actual));
    }

    /** The JSON text of a value, {@code null} for none. */
    private static String textOrNull(Shape kind, @Nullable Object value) {
        if (value == null) {
            return "null";
        }
        return JsonText.toString(kind, value);
    }

    private static @Nullable String text(Shape kind, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return JsonText.toString(kind, value);
    }

    private static void compare(List<String> all, String what, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            all.add(what + ": expected " + expected + ", found " + actual);
        }
    }

    @Override
    public void finish() {
        // Writes nothing.
    }

    @Override
    public void close() {
        // Holds no resources.
    }
}
