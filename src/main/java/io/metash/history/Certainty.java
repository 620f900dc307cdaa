package io.metash.history;

/** How much is known of a key at a point of the log. */
public enum Certainty {
    /** Its value, sequence number and meta. */
    KNOWN,
    /** Its value, but not its sequence number. */
    NUMBER_OPEN,
    /** Absent. */
    ABSENT,
    /** Absent, or a value that expired before the snapshot. */
    ABSENT_OR_EXPIRED,
    /** Nothing. */
    UNKNOWN;

    /** Whether a value certainly exists. */
    public boolean present() {
        return this == KNOWN || this == NUMBER_OPEN;
    }

    /** Whether the key can be shown as it was: a value, or none. */
    public boolean settled() {
        return this != UNKNOWN && this != NUMBER_OPEN;
    }
}
