package io.metash.session;

import io.metash.history.StatePoint;
import io.metash.integrity.StoreCheck;
import io.metash.raftdir.wal.EntryCursor;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSource;
import io.metash.state.ReadStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The parts of a store at rest, whatever its kind: a snapshot, a log, and the Raft state. */
interface StoreParts extends Closeable {
    /** The kind of the store. */
    SessionKind kind();

    /** The Raft state of the node. */
    StoreStatus.Raft raft();

    /** The log, without {@code uncommitted}. */
    StoreStatus.Log log() throws IOException;

    /** Returns the log entries from an index on, ascending, committed or not. */
    EntryCursor entries(long fromIndex) throws IOException;

    /** The snapshot. */
    StoreStatus.Snapshot snapshot() throws IOException;

    /** The snapshot's records other than rows: sequences, last applied, membership, nodes. */
    List<MetaRecord> snapshotFacts();

    /** The features enabled in the snapshot. */
    List<String> snapshotFeatures();

    /** Number of rows in the snapshot's expiry index. */
    long snapshotExpiring() throws IOException;

    /** The keys and expiry rows of the snapshot. */
    ReadStore snapshotRows();

    /** Returns the readable older snapshots, ascending. */
    default List<StatePoint> olderPoints() throws IOException {
        return List.of();
    }

    /** Returns all records in export order. */
    RecordSource export() throws IOException;

    /** The checks that the store is allowed to fail. */
    default Set<StoreCheck> accepted(ConnectOptions options) {
        return options.accepted();
    }

    /** Missing parts of a salvaged store, one sentence each. */
    default List<String> losses() {
        return List.of();
    }

    /** Notes for the user, one sentence each. */
    List<String> notes();
}
