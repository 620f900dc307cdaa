package io.metash.history;

/** The knowledge about a key at a point of the log. */
public enum Certainty {
    /** Value, sequence number and meta are known. */
    KNOWN,
    /** The value is known, its sequence number is not. */
    NUMBER_OPEN,
    /** The key is absent. */
    ABSENT,
    /** The key is absent, or held a value that expired before the snapshot. */
    ABSENT_OR_EXPIRED,
    /** The state of the key is unknown. */
    UNKNOWN;

    /** Whether a value certainly exists. */
    public boolean present() {
        return this == KNOWN || this == NUMBER_OPEN;
    }

    /** Whether the key can be displayed: its value, or its absence, is known. */
    public boolean settled() {
        return this != UNKNOWN && this != NUMBER_OPEN;
    }
}
