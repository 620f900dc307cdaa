package io.metash.raftdir;

import io.metash.raftdir.wal.EntryCursor;
import io.metash.raftdir.wal.LogState;
import io.metash.record.Entry;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of a Raft directory in export order: header, Raft state, log, snapshot. */
final class RaftDirSource implements RecordSource {
    private final RaftDir store;
    private final Deque<MetaRecord> head = new ArrayDeque<>();
    private final EntryCursor entries;
    private final @Nullable RecordSource rows;
    private boolean entriesDone;
    private @Nullable String position;

    RaftDirSource(RaftDir store) {
        this.store = store;
        LogState state = store.log().state();
        head.addAll(List.of(
                MetaRecord.Header.V004,
                new MetaRecord.NodeId(state.nodeId()),
                new MetaRecord.Voted(state.vote()),
                new MetaRecord.Committed(state.committed()),
                new MetaRecord.Purged(state.purged())));
        this.entries = store.log().entries();
        this.rows = store.snapshot().map(Snapshot::records).orElse(null);
        this.position = store.log().directory().toString();
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        if (!head.isEmpty()) {
            return head.poll();
        }
        if (!entriesDone) {
            Entry entry = entries.next();
            if (entry != null) {
                position = null;
                return new MetaRecord.Log(entry);
            }
            entriesDone = true;
        }
        if (rows == null) {
            return null;
        }
        return rows.next();
    }

    @Override
    public String position() {
        if (position != null && !entriesDone) {
            return position;
        }
        if (entriesDone && rows != null) {
            return rows.position();
        }
        return entries.position();
    }

    @Override
    public long bytesRead() {
        if (rows == null) {
            return entries.bytesRead();
        }
        return entries.bytesRead() + rows.bytesRead();
    }

    @Override
    public long bytesTotal() {
        if (rows == null) {
            return store.log().sizeBytes();
        }
        return store.log().sizeBytes() + rows.bytesTotal();
    }

    @Override
    public void close() throws IOException {
        entries.close();
        if (rows != null) {
            rows.close();
        }
    }
}
