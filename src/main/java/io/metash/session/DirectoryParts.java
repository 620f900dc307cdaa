package io.metash.session;

import io.metash.history.StatePoint;
import io.metash.raftdir.RaftDir;
import io.metash.raftdir.Snapshot;
import io.metash.raftdir.SysData;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.raftdir.wal.LogState;
import io.metash.record.Bytes;
import io.metash.record.Entry;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.Note;
import io.metash.record.RecordSource;
import io.metash.record.SeqV;
import io.metash.state.ExpiryCursor;
import io.metash.state.ReadStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a Raft directory. */
final class DirectoryParts implements StoreParts {
    private final RaftDir dir;
    private final SysData sysData;

    DirectoryParts(RaftDir dir) {
        this.dir = dir;
        this.sysData = dir.snapshot().map(Snapshot::sysData).orElse(SysData.EMPTY);
    }

    @Override
    public SessionKind kind() {
        return SessionKind.DIRECTORY;
    }

    @Override
    public StoreStatus.Raft raft() {
        LogState state = dir.log().state();
        return new StoreStatus.Raft(
                dir.header().version(), state.nodeId(), state.vote(), state.committed(), state.purged());
    }

    @Override
    public StoreStatus.Log log() throws IOException {
        Entry first;
        try (EntryCursor entries = entries(0)) {
            first = entries.next();
        }
        LogId last = dir.log().state().last();
        if (first == null || last == null) {
            return new StoreStatus.Log(null, null, 0, 0, dir.log().sizeBytes());
        }
        long entries = last.index() - first.logId().index() + 1;
        return new StoreStatus.Log(first.logId(), last, entries, 0, dir.log().sizeBytes());
    }

    @Override
    public EntryCursor entries(long fromIndex) {
        return dir.log().entries(fromIndex);
    }

    @Override
    public StoreStatus.Snapshot snapshot() throws IOException {
        if (dir.snapshot().isEmpty()) {
            return new StoreStatus.Snapshot(null, null, 0, -1);
        }
        Snapshot snapshot = dir.snapshot().get();
        return new StoreStatus.Snapshot(
                snapshot.id().toString(), sysData.lastApplied(), snapshot.keyCount(), snapshot.sizeBytes());
    }

    @Override
    public List<StatePoint> olderPoints() throws IOException {
        List<StatePoint> points = new ArrayList<>();
        for (Snapshot older : dir.olderSnapshots()) {
            SysData data = older.sysData();
            if (data.lastApplied() != null) {
                points.add(new StatePoint(data.lastApplied(), new SnapshotStore(older), facts(data), data.features()));
            }
        }
        return points;
    }

    @Override
    public List<MetaRecord> snapshotFacts() {
        return facts(sysData);
    }

    private static List<MetaRecord> facts(SysData sysData) {
        List<MetaRecord> facts = new ArrayList<>();
        facts.add(new MetaRecord.Sequences("generic-kv", sysData.sequence()));
        if (sysData.lastApplied() != null) {
            facts.add(new MetaRecord.LastApplied(sysData.lastApplied()));
        }
        facts.add(new MetaRecord.LastMembership(sysData.lastMembership()));
        sysData.nodes().forEach((id, node) -> facts.add(new MetaRecord.Nodes(id, node)));
        return facts;
    }

    @Override
    public List<String> snapshotFeatures() {
        return sysData.features();
    }

    @Override
    public long snapshotExpiring() throws IOException {
        if (dir.snapshot().isEmpty()) {
            return 0;
        }
        return dir.snapshot().get().expireCount();
    }

    @Override
    public ReadStore snapshotRows() {
        return dir.snapshot().<ReadStore>map(SnapshotStore::new).orElse(ReadStore.EMPTY);
    }

    @Override
    public RecordSource export() {
        return dir.export();
    }

    @Override
    public List<String> losses() {
        return dir.losses();
    }

    @Override
    public List<String> notes() {
        return Note.texts(dir.notes());
    }

    @Override
    public void close() throws IOException {
        dir.close();
    }

    /** A snapshot as a readable state. */
    private record SnapshotStore(Snapshot snapshot) implements ReadStore {
        @Override
        public @Nullable SeqV get(Bytes key) throws IOException {
            return snapshot.get(key);
        }

        @Override
        public KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) {
            return snapshot.scan(fromInclusive, toExclusive);
        }

        @Override
        public ExpiryCursor expiries() {
            RecordSource rows = snapshot.expires();
            return new ExpiryRows(() -> (MetaRecord.Expire) rows.next(), rows);
        }
    }
}
