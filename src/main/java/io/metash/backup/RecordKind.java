package io.metash.backup;

import io.metash.record.MetaRecord;

/** The kinds of records of an export, named as in its lines, in export order. */
public enum RecordKind {
    /** The first line. */
    HEADER("DataHeader"),
    /** The node's id. */
    NODE_ID("NodeId"),
    /** The node's last vote. */
    VOTE("Vote"),
    /** The last log id known to be committed. */
    COMMITTED("Committed"),
    /** The last purged log id. */
    PURGED("Purged"),
    /** An entry of the Raft log. */
    LOG("LogEntry"),
    /** The last sequence number. */
    SEQUENCES("Sequences"),
    /** Last applied and last membership. */
    STATE("StateMachineMeta"),
    /** A node's addresses. */
    NODES("Nodes"),
    /** A row of the index from expiry time to key. */
    EXPIRE("Expire"),
    /** A key and its value. */
    KV("GenericKV");

    private final String label;

    RecordKind(String label) {
        this.label = label;
    }

    /** Returns the kind's name in the lines. */
    public String label() {
        return label;
    }

    /** Returns the kind of a record. */
    public static RecordKind of(MetaRecord record) {
        return switch (record.kind()) {
            case HEADER -> HEADER;
            case NODE_ID -> NODE_ID;
            case VOTE -> VOTE;
            case COMMITTED -> COMMITTED;
            case PURGED -> PURGED;
            case LOG -> LOG;
            case SEQUENCES -> SEQUENCES;
            case LAST_APPLIED, LAST_MEMBERSHIP -> STATE;
            case NODES -> NODES;
            case EXPIRE -> EXPIRE;
            case KV -> KV;
        };
    }
}
