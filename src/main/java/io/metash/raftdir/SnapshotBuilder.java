package io.metash.raftdir;

import io.metash.files.Disk;
import io.metash.files.FileOwnership;
import io.metash.files.WritableFile;
import io.metash.raftdir.rotbl.TableReader;
import io.metash.raftdir.rotbl.TableWriter;
import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.StoredMembership;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds the snapshot of a new store. Written as {@code 0.snap-MS} and renamed at the end, since the applied log id may
 * arrive after the rows (raft-dir-v004 §1.4, §5.2).
 */
public final class SnapshotBuilder implements Closeable {
    /** The server's default (raft-dir-v004 §3.3). */
    static final int ROWS_PER_BLOCK = 8000;

    private final Path directory;
    private final Disk disk;
    private final @Nullable FileOwnership ownership;
    private final long nowMs;
    private final Path file;
    private final RowValue.Head head = new RowValue.Head();

    private long sequence;
    private @Nullable LogId lastApplied;
    private StoredMembership lastMembership = StoredMembership.none();
    private final NavigableMap<Long, Node> nodes = Membership.byId();
    private boolean any;

    private @Nullable WritableFile open;
    private @Nullable TableWriter table;
    private byte @Nullable [] lastKey;
    private long expires;
    private long keys;

    /**
     * Creates a builder of a snapshot in a directory.
     *
     * @param directory the directory of the file
     * @param disk the disk to write to
     * @param ownership owner and mode of the file
     * @param nowMs the creation time, milliseconds since the epoch; part of the name
     */
    public SnapshotBuilder(Path directory, Disk disk, @Nullable FileOwnership ownership, long nowMs) {
        this.directory = directory;
        this.disk = disk;
        this.ownership = ownership;
        this.nowMs = nowMs;
        this.file = directory.resolve("0.snap-" + nowMs);
    }

    /** Whether any part of a snapshot was added. */
    boolean any() {
        return any;
    }

    @Nullable
    LogId lastApplied() {
        return lastApplied;
    }

    long expires() {
        return expires;
    }

    long keys() {
        return keys;
    }

    long nodeCount() {
        return nodes.size();
    }

    /** Sets the last assigned sequence number, u64. */
    public void sequence(long number) {
        any = true;
        sequence = number;
    }

    /** Sets the last log entry that the snapshot includes. */
    public void lastApplied(LogId id) {
        any = true;
        lastApplied = id;
    }

    /** Sets the last membership. */
    public void lastMembership(StoredMembership membership) {
        any = true;
        lastMembership = membership;
    }

    /** Adds a node's addresses. */
    public void node(long id, Node node) {
        any = true;
        nodes.put(id, node);
    }

    /** Adds a row of the expiry index; these come first, ascending. */
    public void expire(long timeMs, long seq, long valueSeq, Bytes key) throws IOException {
        row(RowKeys.expire(timeMs, seq), valueSeq == 0 ? 1 : valueSeq, null, key.array());
    }

    /** Adds a key with its value; keys come after the expiry index, ascending. */
    public void key(Bytes key, long seq, @Nullable KvMeta meta, Bytes data) throws IOException {
        row(RowKeys.user(key), seq, meta, data.array());
    }

    private void row(byte[] key, long seq, @Nullable KvMeta meta, byte[] data) throws IOException {
        TableWriter rows = next(key);
        head.of(meta, data.length);
        rows.add(key, seq, head.bytes(), head.length(), data);
    }

    /** Adds an encoded row. */
    void row(byte[] key, long seq, byte[] value) throws IOException {
        next(key).add(key, seq, value);
    }

    private TableWriter next(byte[] key) throws IOException {
        if (lastKey != null && Arrays.compareUnsigned(lastKey, key) >= 0) {
            throw new RowsOutOfOrder(Bytes.of(lastKey), Bytes.of(key));
        }
        any = true;
        lastKey = key;
        if (RowKeys.isUser(key)) {
            keys++;
        } else {
            expires++;
        }
        return begin();
    }

    private TableWriter begin() throws IOException {
        if (table == null) {
            open = disk.create(file, ownership);
            table = new TableWriter(open, ROWS_PER_BLOCK);
        }
        return table;
    }

    /** All rows so far. Closing the cursor discards them, and rows may start again from the lowest key. */
    AcceptedRows acceptedRows() throws IOException {
        begin().finish(0, "");
        Objects.requireNonNull(open).close();
        TableReader reader = TableReader.open(FileChannel.open(file, StandardOpenOption.READ), file.toString());
        return new AcceptedRows(reader.scan(null, null), () -> {
            reader.close();
            forget();
        });
    }

    private void forget() throws IOException {
        disk.delete(file);
        open = null;
        table = null;
        lastKey = null;
        expires = 0;
        keys = 0;
    }

    /** Completes the snapshot for a new cluster, or unchanged when {@code cluster} is null. */
    void finish(@Nullable NewCluster cluster) throws IOException {
        begin();
        finish((cluster == null ? sysData() : sysData(cluster)).toJson());
    }

    /**
     * Completes the snapshot as a running server does: with its enabled features and the row counts.
     *
     * @return the file, under its final name
     */
    public Path finish(List<String> features) throws IOException {
        begin();
        SysData data = sysData().withKeyCounts(counts()).withFeatures(features);
        return finish(data.toJson());
    }

    private Path finish(String userData) throws IOException {
        WritableFile written = Objects.requireNonNull(open);
        begin().finish(0, userData);
        written.sync();
        written.close();
        Path named = directory.resolve(new SnapshotId(lastApplied, nowMs, null).fileName());
        disk.renameNew(file, named);
        return named;
    }

    private NavigableMap<String, Long> counts() {
        NavigableMap<String, Long> counts = new TreeMap<>();
        if (expires > 0) {
            counts.put("exp-", expires);
        }
        if (keys > 0) {
            counts.put("kv--", keys);
        }
        return counts;
    }

    private SysData sysData() {
        return SysData.EMPTY.withState(lastApplied, lastMembership, nodes, sequence);
    }

    /** The members and nodes of the new cluster, and the row counts as a server writes them (raft-dir-v004 §5.5). */
    private SysData sysData(NewCluster cluster) {
        StoredMembership membership = new StoredMembership(lastApplied, cluster.membership());
        return SysData.EMPTY
                .withState(lastApplied, membership, cluster.nodes(), sequence)
                .withKeyCounts(counts());
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
