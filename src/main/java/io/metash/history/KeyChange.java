package io.metash.history;

import io.metash.record.Bytes;

/**
 * A change of a key by an entry.
 *
 * @param key the key
 * @param before what is known of it until then
 * @param after what is known of it from then on
 * @param cause why it changed
 */
public record KeyChange(Bytes key, PastValue before, PastValue after, Cause cause) {
    /** Why a key changed. */
    public enum Cause {
        /** The entry wrote or deleted it. */
        WRITE,
        /** It expired before the time of the entry. */
        EXPIRY,
        /** The entry may have changed it: which of its branches ran is not known. */
        OPEN
    }

    /** Whether the key is gone after it. */
    public boolean deleted() {
        return after.certainty() == Certainty.ABSENT;
    }
}
