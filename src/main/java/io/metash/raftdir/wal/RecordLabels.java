package io.metash.raftdir.wal;

/** How a dump calls the record of a log's state: metactl's releases differ. */
public enum RecordLabels {
    /** {@code RaftLogState(...)}, as until July 2026. */
    OLD("RaftLogState"),
    /** {@code Checkpoint(...)}, as since. */
    NEW("Checkpoint");

    private final String state;

    RecordLabels(String state) {
        this.state = state;
    }

    /** The label of a record of the whole state. */
    String state() {
        return state;
    }
}
