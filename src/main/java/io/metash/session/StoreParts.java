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

/** What a store at rest is made of, however it is kept: a snapshot, a log, and what the node remembered. */
interface StoreParts extends Closeable {
    /** What the store is kept in. */
    SessionKind kind();

    /** What the node remembered. */
    StoreStatus.Raft raft();

    /** The log, without {@code uncommitted}. */
    StoreStatus.Log log() throws IOException;

    /** The log entries from an index on, ascending, whether committed or not. */
    EntryCursor entries(long fromIndex) throws IOException;

    /** The snapshot. */
    StoreStatus.Snapshot snapshot() throws IOException;

    /** The few records of the snapshot that are no rows: sequences, last applied, membership, nodes. */
    List<MetaRecord> snapshotFacts();

    /** The features enabled in the snapshot. */
    List<String> snapshotFeatures();

    /** How many rows the expiry index of the snapshot has. */
    long snapshotExpiring() throws IOException;

    /** The keys and the expiry rows of the snapshot. */
    ReadStore snapshotRows();

    /** Whole states before the snapshot: older snapshots that can be read, ascending. */
    default List<StatePoint> olderPoints() throws IOException {
        return List.of();
    }

    /** All records in export order. */
    RecordSource export() throws IOException;

    /** Checks that the store may fail. */
    default Set<StoreCheck> accepted(ConnectOptions options) {
        return options.accepted();
    }

    /** What of a damaged store is not here, one sentence each. */
    default List<String> losses() {
        return List.of();
    }

    /** Remarks for the user, one sentence each. */
    List<String> notes();
}
