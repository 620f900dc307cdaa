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

    static RecordOrder of(MetaRecord record) {
        if (record instanceof MetaRecord.Kv || record instanceof MetaRecord.Expire) {
            return ROWS;
        }
        if (record instanceof MetaRecord.Log) {
            return LOG;
        }
        if (record instanceof MetaRecord.Nodes) {
            return NODES;
        }
        if (record instanceof MetaRecord.LastApplied) {
            return LAST_APPLIED;
        }
        if (record instanceof MetaRecord.LastMembership) {
            return LAST_MEMBERSHIP;
        }
        if (record instanceof MetaRecord.Sequences) {
            return SEQUENCES;
        }
        if (record instanceof MetaRecord.Purged) {
            return PURGED;
        }
        if (record instanceof MetaRecord.Committed) {
            return COMMITTED;
        }
        if (record instanceof MetaRecord.Voted) {
            return VOTE;
        }
        return record instanceof MetaRecord.NodeId ? NODE_ID : HEADER;
    }
}
