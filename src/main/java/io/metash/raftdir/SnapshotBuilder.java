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
import io.metash.record.UnknownFields;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The snapshot of a store being built. It is written as {@code 0.snap-MS} and gets its name at the end, for the applied log id
 * may come after the rows (raft-dir-v004 §1.4, §5.2).
 */
public final class SnapshotBuilder implements Closeable {
    /** A server's own setting (raft-dir-v004 §3.3). */
    static final int ROWS_PER_BLOCK = 8000;

    private final Path folder;
    private final Disk disk;
    private final FileOwnership look;
    private final long nowMs;
    private final Path file;
    private final RowValue.Head head = new RowValue.Head();

    private long sequence;
    private LogId lastApplied;
    private StoredMembership lastMembership = StoredMembership.none();
    private final NavigableMap<Long, Node> nodes = Membership.byId();
    private boolean any;

    private WritableFile open;
    private TableWriter table;
    private byte[] lastKey;
    private long expires;
    private long keys;

    /**
     * A builder of a snapshot in a folder.
     *
     * @param folder where the file goes
     * @param disk the disk it is on
     * @param look owner and mode of the file
     * @param nowMs when it is made, milliseconds since the epoch; part of its name
     */
    public SnapshotBuilder(Path folder, Disk disk, FileOwnership look, long nowMs) {
        this.folder = folder;
        this.disk = disk;
        this.look = look;
        this.nowMs = nowMs;
        this.file = folder.resolve("0.snap-" + nowMs);
    }

    /** Whether anything for a snapshot came. */
    boolean any() {
        return any;
    }

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

    /** The last sequence number given out, u64. */
    public void sequence(long number) {
        any = true;
        sequence = number;
    }

    /** The last log entry that the snapshot holds. */
    public void lastApplied(LogId id) {
        any = true;
        lastApplied = id;
    }

    /** The last membership in it. */
    public void lastMembership(StoredMembership membership) {
        any = true;
        lastMembership = membership;
    }

    /** A node's addresses. */
    public void node(long id, Node node) {
        any = true;
        nodes.put(id, node);
    }

    /** A row of the expiry index; they come first, ascending. */
    public void expire(long timeMs, long seq, long valueSeq, Bytes key) throws IOException {
        row(RowKeys.expire(timeMs, seq), valueSeq == 0 ? 1 : valueSeq, null, key.array());
    }

    /** A key with its value; they come after the expiry index, ascending. */
    public void key(Bytes key, long seq, KvMeta meta, Bytes data) throws IOException {
        row(RowKeys.user(key), seq, meta, data.array());
    }

    private void row(byte[] key, long seq, KvMeta meta, byte[] data) throws IOException {
        next(key);
        head.of(meta, data.length);
        table.add(key, seq, head.bytes(), head.length(), data);
    }

    /** A row as it stands in a table. */
    void row(byte[] key, long seq, byte[] value) throws IOException {
        next(key);
        table.add(key, seq, value);
    }

    private void next(byte[] key) throws IOException {
        if (lastKey != null && Arrays.compareUnsigned(lastKey, key) >= 0) {
            throw new RowsOutOfOrder(Bytes.of(lastKey), Bytes.of(key));
        }
        any = true;
        begin();
        lastKey = key;
        if (RowKeys.isUser(key)) {
            keys++;
        } else {
            expires++;
        }
    }

    private void begin() throws IOException {
        if (table == null) {
            open = disk.create(file, look);
            table = new TableWriter(open, ROWS_PER_BLOCK);
        }
    }

    /** All rows up to now; closing the cursor forgets them, and rows may come again from the lowest key on. */
    RowsSoFar rowsSoFar() throws IOException {
        begin();
        table.finish(0, "");
        open.close();
        TableReader reader = TableReader.open(FileChannel.open(file, StandardOpenOption.READ), file.toString());
        return new RowsSoFar(reader.scan(null, null), () -> {
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

    /** Completes the snapshot, for a new cluster or, with null, for the one of the records. */
    void finish(NewCluster cluster) throws IOException {
        begin();
        finish((cluster == null ? sysData() : sysData(cluster)).toJson());
    }

    /**
     * Completes the snapshot the way a running server leaves it: with its switched-on features and the counts of its rows.
     *
     * @return the file, under its final name
     */
    public Path finish(List<String> features) throws IOException {
        begin();
        SysData data = new SysData(
                lastApplied,
                lastMembership,
                nodes,
                sequence,
                null,
                counts(),
                List.copyOf(features),
                UnknownFields.NONE);
        return finish(data.toJson());
    }

    private Path finish(String userData) throws IOException {
        table.finish(0, userData);
        open.sync();
        open.close();
        Path named = folder.resolve(new SnapshotId(lastApplied, nowMs, null).fileName());
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
        return new SysData(
                lastApplied, lastMembership, nodes, sequence, null, new TreeMap<>(), List.of(), UnknownFields.NONE);
    }

    /** The members and nodes of the new cluster, and the counts that a server leaves (raft-dir-v004 §5.5). */
    private SysData sysData(NewCluster cluster) {
        StoredMembership membership = new StoredMembership(lastApplied, cluster.membership());
        return new SysData(
                lastApplied, membership, cluster.nodes(), sequence, null, counts(), List.of(), UnknownFields.NONE);
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
