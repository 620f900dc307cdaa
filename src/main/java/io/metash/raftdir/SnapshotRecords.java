package io.metash.raftdir;

import io.metash.raftdir.rotbl.RowCursor;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The records of a snapshot, or of a range of its rows. Skips tombstones (raft-dir-v004 §5.3). */
final class SnapshotRecords implements RecordSource {
    /** The name of the only sequence generator. */
    private static final String GENERATOR = "generic-kv";

    private final Snapshot snapshot;
    private final RowCursor rows;
    private final Deque<MetaRecord> head = new ArrayDeque<>();
    private boolean onRow;
    private boolean ended;

    SnapshotRecords(Snapshot snapshot, RowCursor rows, boolean withSysData) {
        this.snapshot = snapshot;
        this.rows = rows;
        if (withSysData) {
            SysData data = snapshot.sysData();
            head.add(new MetaRecord.Sequences(GENERATOR, data.sequence()));
            if (data.lastApplied() != null) {
                head.add(new MetaRecord.LastApplied(data.lastApplied()));
            }
            head.add(new MetaRecord.LastMembership(data.lastMembership()));
            data.nodes().forEach((id, node) -> head.add(new MetaRecord.Nodes(id, node)));
        }
    }

    @Override
    public @Nullable MetaRecord next() throws IOException {
        if (!head.isEmpty()) {
            return head.poll();
        }
        do {
            onRow = !ended && rows.next();
            ended = !onRow;
            if (ended) {
                return null;
            }
        } while (rows.tombstone());
        return RowRecords.of(rows.key(), rows.seq(), Objects.requireNonNull(rows.value()), snapshot.file());
    }

    @Override
    public String position() {
        if (onRow) {
            return RowRecords.place(rows.key(), snapshot.file());
        }
        return snapshot.file().toString();
    }

    /** Advances by whole blocks. */
    @Override
    public long bytesRead() {
        if (ended) {
            return snapshot.sizeBytes();
        }
        if (onRow) {
            return rows.offset();
        }
        return 0;
    }

    @Override
    public long bytesTotal() {
        return snapshot.sizeBytes();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
