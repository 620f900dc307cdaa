package io.metash.integrity;

import io.metash.record.MetaRecord;

/** Sections of a V004 export in written order (record-stream §9). */
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

    /** Returns the name of the section's lines. */
    String label() {
        return label;
    }

    /** Returns the check that fails when a mandatory line of this section is missing. */
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
