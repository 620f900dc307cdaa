package io.metash.history;

import io.metash.record.Bytes;

/**
 * A change of a key by a log entry.
 *
 * @param key the key
 * @param before the key's state before the entry
 * @param after the key's state after the entry
 * @param cause the cause
 */
public record KeyChange(Bytes key, PastValue before, PastValue after, Cause cause) {
    /** Causes of a change. */
    public enum Cause {
        /** The entry wrote or deleted it. */
        WRITE,
        /** The value expired before the time of the entry. */
        EXPIRY,
        /** The entry may have changed the key: which of its branches ran is unknown. */
        OPEN
    }

    /** Whether the key is deleted. */
    public boolean deleted() {
        return after.certainty() == Certainty.ABSENT;
    }
}
