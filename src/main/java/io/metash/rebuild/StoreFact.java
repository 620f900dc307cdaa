package io.metash.rebuild;

import java.util.Arrays;
import java.util.Optional;

/** Facts of a store by their names in plans. */
enum StoreFact {
    VOTE("vote"),
    COMMITTED("committed"),
    PURGED("purged"),
    SEQUENCE("sequence"),
    LAST_APPLIED("last applied"),
    MEMBERSHIP("membership"),
    NODES("nodes"),
    ROWS("rows"),
    ROW_SUM("sum of all rows"),
    LOG_ENTRIES("log entries"),
    ENTRY_SUM("sum of all log entries");

    private final String label;

    StoreFact(String label) {
        this.label = label;
    }

    /** The name in a plan. */
    String label() {
        return label;
    }

    /** Returns the fact of this name; empty for one of a newer metash. */
    static Optional<StoreFact> of(String label) {
        return Arrays.stream(values()).filter(fact -> fact.label.equals(label)).findFirst();
    }

    /** Whether the fact changes while a node runs: it votes, or learns of more committed entries. */
    boolean changesByRunning() {
        return this == VOTE || this == COMMITTED;
    }
}
