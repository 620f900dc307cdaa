package io.metash.server;

import io.metash.raftdir.RaftDir;
import io.metash.raftdir.Snapshot;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.raftdir.wal.LogState;
import io.metash.record.Entry;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.record.U64;
import io.metash.record.Vote;
import java.io.IOException;
import java.util.List;

/** Copies the content of a Raft directory: its snapshot, its log, and the resulting state. */
final class StoreCopy {
    private StoreCopy() {}

    static void of(RaftDir from, MetaStore store, Snapshots snapshots, List<String> notes) throws IOException {
        MetaStore.Loader loader = store.loader();
        LogState state = from.log().state();
        Snapshot snapshot = from.snapshot().orElse(null);
        boolean alone = true;
        if (snapshot != null) {
            snapshots.adopt(snapshot.file(), snapshot.id());
            try (RecordSource records = snapshot.records()) {
                for (MetaRecord record = records.next(); record != null; record = records.next()) {
                    if (record instanceof MetaRecord.LastMembership last) {
                        alone = voters(last.membership().membership()) <= 1;
                    }
                    loader.row(record);
                }
            }
        }
        loader.purged(state.purged());
        LogId applied = loader.lastApplied();
        LogId committed = LogId.max(state.committed(), applied);
        long dropped = 0;
        try (EntryCursor entries = from.log().entries(0)) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                if (entry.payload() instanceof Entry.Members members) {
                    alone = voters(members.membership()) <= 1;
                }
                boolean held = applied != null && U64.compare(entry.logId().index(), applied.index()) <= 0;
                boolean sure =
                        alone || committed != null && U64.compare(entry.logId().index(), committed.index()) <= 0;
                if (held || sure) {
                    loader.entry(entry, !held);
                } else {
                    dropped++;
                }
            }
        }
        loader.finish();
        if (dropped > 0) {
            notes.add(dropped + " log entries past committed are not served: other voters would decide about them");
        }
        long id = 0;
        if (state.nodeId() != null) {
            id = state.nodeId();
        }
        Vote vote = state.vote();
        store.lead(id, vote, 0);
    }

    private static int voters(Membership membership) {
        return (int)
                membership.configs().stream().flatMap(List::stream).distinct().count();
    }
}
