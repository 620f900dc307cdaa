package io.metash.session;

import io.metash.history.StatePoint;
import io.metash.history.StoreHistory;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.LogId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history in the parts of a store. */
final class PartsHistory implements StoreHistory {
    private final StoreParts parts;
    private final @Nullable LogId lastApplied;

    /** Creates the history up to the last applied log id, which may be null. */
    PartsHistory(StoreParts parts, @Nullable LogId lastApplied) {
        this.parts = parts;
        this.lastApplied = lastApplied;
    }

    @Override
    public List<StatePoint> points() throws IOException {
        List<StatePoint> points = new ArrayList<>(parts.olderPoints());
        LogId at = parts.snapshot().lastApplied();
        if (at != null) {
            points.add(new StatePoint(at, parts.snapshotRows(), parts.snapshotFacts(), parts.snapshotFeatures()));
        }
        return points;
    }

    @Override
    public long first() throws IOException {
        LogId first = parts.log().first();
        if (first != null) {
            return first.index();
        }
        LogId at = parts.snapshot().lastApplied();
        if (at == null) {
            return 0;
        }
        return at.index() + 1;
    }

    @Override
    public long last() {
        if (lastApplied == null) {
            return -1;
        }
        return lastApplied.index();
    }

    @Override
    public @Nullable LogId purged() {
        return parts.raft().purged();
    }

    @Override
    public EntryCursor entries(long fromIndex) throws IOException {
        return parts.entries(fromIndex);
    }
}
