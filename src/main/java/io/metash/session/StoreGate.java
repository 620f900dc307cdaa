package io.metash.session;

import io.metash.integrity.CheckedSink;
import io.metash.integrity.StoreCheck;
import io.metash.integrity.StoreChecks;
import io.metash.raftdir.RaftDir;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.Entry;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSink;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Checks a store before a session opens it. Rejects an inconsistent store with the text of {@code verify}; accepts an
 * incomplete one with notes, since users open such stores to inspect them.
 */
final class StoreGate {
    private StoreGate() {}

    /** Creates checks before a sink; an entry that would crash a node passes, since reading it is harmless. */
    static CheckedSink before(RecordSink sink, String place, ConnectOptions options) {
        Set<StoreCheck> accepted = EnumSet.of(StoreCheck.EXPIRES_TOO_LATE);
        accepted.addAll(options.accepted());
        return CheckedSink.forReading(sink, new StoreChecks(), place, accepted);
    }

    /** Checks everything in a directory except the rows of its snapshot, which are too many to read at each opening. */
    static void check(RaftDir dir, StoreParts parts, String place, ConnectOptions options) throws IOException {
        try (CheckedSink gate = before(new Nowhere(), place, options);
                EntryCursor entries = parts.entries(0)) {
            StoreStatus.Raft raft = parts.raft();
            gate.accept(MetaRecord.Header.V004);
            gate.accept(new MetaRecord.NodeId(raft.nodeId()));
            gate.accept(new MetaRecord.Voted(raft.vote()));
            gate.accept(new MetaRecord.Committed(raft.committed()));
            gate.accept(new MetaRecord.Purged(raft.purged()));
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                options.cancel().check();
                gate.accept(new MetaRecord.Log(entry));
            }
            if (dir.snapshot().isPresent()) {
                for (MetaRecord fact : parts.snapshotFacts()) {
                    gate.accept(fact);
                }
            }
            if (!dir.log().isEmpty() || dir.snapshot().isPresent()) {
                gate.finish();
            }
        }
    }

    /** Discards the records of a store that is only read. */
    private static final class Nowhere implements RecordSink {
        @Override
        public void accept(MetaRecord record) {
            // Only checked.
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
}
