package io.metash.integrity;

import io.metash.record.MetaRecord;

/** The sections of an export of V004 in the order in which they are written (record-stream §9). */
enum RecordOrder {
    HEADER("DataHeader"),
    NODE_ID("NodeId"),
    VOTE("Vote"),
    COMMITTED("Committed"),
    PURGED("Purged"),
    LOG("LogEntry"),
    SEQUENCES("Sequences"),
    LAST_APPLIED("LastApplied"),
    LAST_MEMBERSHIP("LastMembership"),
    NODES("Nodes"),
    ROWS("Expire or GenericKV");

    private final String label;

    RecordOrder(String label) {
        this.label = label;
    }

    /** The name of its lines. */
    String label() {
        return label;
    }

    /** The check that fails where every store has such a line and this one has none. */
    StoreCheck missing() {
        return StoreCheck.valueOf("MISSING_" + name());
    }

    static RecordOrder of(MetaRecord record) {
        return switch (record.kind()) {
            case HEADER -> HEADER;
            case NODE_ID -> NODE_ID;
            case VOTE -> VOTE;
            case COMMITTED -> COMMITTED;
            case PURGED -> PURGED;
            case LOG -> LOG;
            case SEQUENCES -> SEQUENCES;
            case LAST_APPLIED -> LAST_APPLIED;
            case LAST_MEMBERSHIP -> LAST_MEMBERSHIP;
            case NODES -> NODES;
            case EXPIRE, KV -> ROWS;
        };
    }
}
