package io.metash.raftdir.wal;

/** The label of State records in a dump, which differs between releases of metactl. */
public enum RecordLabels {
    /** {@code RaftLogState(...)}, until July 2026. */
    OLD("RaftLogState"),
    /** {@code Checkpoint(...)}, since July 2026. */
    NEW("Checkpoint");

    private final String state;

    RecordLabels(String state) {
        this.state = state;
    }

    /** The label of a State record. */
    String state() {
        return state;
    }
}
