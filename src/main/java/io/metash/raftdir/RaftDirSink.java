package io.metash.raftdir;

import io.metash.files.Disk;
import io.metash.files.FileOwnership;
import io.metash.files.WritableFile;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSink;
import io.metash.record.UnknownFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a new {@code df_meta} directory. All its files and directories are durable once {@link #finish} returns;
 * {@code VERSION} is written last. Rows must arrive in ascending order: any other row is rejected with
 * {@link RowsOutOfOrder}, after which the sink can continue with rows from {@link #acceptedRows}.
 */
public final class RaftDirSink implements RecordSink, MetaRecord.Visitor<IOException> {
    private static final int MAX_NAMES = 100;

    private final StoreLayout layout;
    private final Disk disk;
    private final @Nullable FileOwnership ownership;
    private final @Nullable NewCluster cluster;
    private final LogBuilder log;
    private final SnapshotBuilder snapshot;
    private final TreeMap<String, Long> leftOut = new TreeMap<>();
    private long records;
    private boolean finished;

    /**
     * Starts a store.
     *
     * @param dfMeta the directory to create; its parent must exist
     * @param ownership owner, group and mode of new files, or null for the user's defaults
     * @param nowMs the time in the snapshot's name, milliseconds since the epoch
     * @param cluster the new cluster of the store, or null for that of the records
     */
    public RaftDirSink(
            Path dfMeta, Disk disk, @Nullable FileOwnership ownership, long nowMs, @Nullable NewCluster cluster)
            throws IOException {
        this.layout = StoreLayout.ofDfMeta(dfMeta);
        this.disk = disk;
        this.ownership = ownership;
        this.cluster = cluster;
        for (Path directory : directories()) {
            disk.createDirectory(directory, ownership);
        }
        write(layout.lockFile(), new byte[0]);
        this.log = new LogBuilder(layout.logDir(), disk, ownership);
        this.snapshot = new SnapshotBuilder(layout.snapshotDir(), disk, ownership, nowMs);
    }

    private List<Path> directories() {
        return List.of(layout.dfMeta(), layout.dataDir(), layout.logDir(), layout.snapshotDir());
    }

    /** The file whose lock keeps a server out of the new store. */
    public Path lockFile() {
        return layout.lockFile();
    }

    @Override
    public void accept(MetaRecord record) throws IOException {
        record.visit(this);
        if (record.kind() != MetaRecord.Kind.HEADER) {
            records++;
        }
    }

    @Override
    public void header(MetaRecord.Header header) {
        leftOut(header.extra(), "the header");
    }

    @Override
    public void nodeId(MetaRecord.NodeId id) throws IOException {
        log.nodeId(id.id());
    }

    @Override
    public void voted(MetaRecord.Voted voted) throws IOException {
        log.vote(voted.vote());
    }

    @Override
    public void committed(MetaRecord.Committed committed) {
        log.committed(committed.logId());
    }

    @Override
    public void purged(MetaRecord.Purged purged) throws IOException {
        log.purged(purged.logId());
    }

    @Override
    public void log(MetaRecord.Log entry) throws IOException {
        log.entry(entry.entry());
    }

    @Override
    public void sequences(MetaRecord.Sequences sequences) throws IOException {
        snapshot.sequence(sequences.value());
    }

    @Override
    public void lastApplied(MetaRecord.LastApplied applied) throws IOException {
        snapshot.lastApplied(applied.logId());
    }

    @Override
    public void lastMembership(MetaRecord.LastMembership membership) throws IOException {
        snapshot.lastMembership(membership.membership());
    }

    @Override
    public void nodes(MetaRecord.Nodes node) throws IOException {
        snapshot.node(node.id(), node.node());
    }

    @Override
    public void expire(MetaRecord.Expire expire) throws IOException {
        snapshot.expire(expire.timeMs(), expire.seq(), expire.valueSeq(), expire.key());
    }

    @Override
    public void kv(MetaRecord.Kv kv) throws IOException {
        leftOut(kv.value().extra(), "a key's value");
        snapshot.key(kv.key(), kv.value().seq(), kv.value().meta(), kv.value().data());
    }

    /** Reports unknown fields of a later release that neither a snapshot row nor VERSION can store. */
    private void leftOut(UnknownFields unknown, String of) {
        if (unknown.isEmpty()) {
            return;
        }
        for (UnknownFields.Field field : unknown.fields()) {
            String what = "'" + field.name() + "' of " + of;
            if (leftOut.size() < MAX_NAMES || leftOut.containsKey(what)) {
                leftOut.merge(what, 1L, Long::sum);
            }
        }
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(log.notes());
        leftOut.forEach((what, count) ->
                notes.add("unknown field " + what + " dropped " + count + " times: a Raft directory cannot store it"));
        return notes;
    }

    /**
     * The rows accepted so far. Closing them removes them from this sink, which then accepts rows from the lowest key
     * on.
     */
    public AcceptedRows acceptedRows() throws IOException {
        return snapshot.acceptedRows();
    }

    /** Accepts a row in its snapshot encoding, see {@link RowKeys} and {@link RowValue}. */
    public void row(byte[] key, long seq, byte[] value) throws IOException {
        snapshot.row(key, seq, value);
    }

    @Override
    public void finish() throws IOException {
        log.finish(cluster, snapshot.lastApplied());
        if (snapshot.any() || cluster != null) {
            snapshot.finish(cluster);
        }
        write(layout.versionFile(), StoreHeader.V004.bytes());
        List<Path> directories = new ArrayList<>(directories());
        directories.add(0, layout.dfMeta().toAbsolutePath().getParent());
        for (int i = directories.size() - 1; i >= 0; i--) {
            disk.syncDirectory(directories.get(i));
        }
        finished = true;
    }

    private void write(Path path, byte[] content) throws IOException {
        try (WritableFile file = disk.create(path, ownership)) {
            for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                file.write(left);
            }
            file.sync();
        }
    }

    /** The content of the store. */
    public ImportCounts counts() {
        boolean written = finished && (snapshot.any() || cluster != null);
        return new ImportCounts(
                records,
                log.entries(),
                cluster == null ? snapshot.nodeCount() : cluster.nodes().size(),
                snapshot.expires(),
                snapshot.keys(),
                written,
                notes());
    }

    @Override
    public void close() throws IOException {
        try (log) {
            snapshot.close();
        }
    }
}
