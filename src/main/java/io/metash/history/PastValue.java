package io.metash.history;

import io.metash.record.SeqV;

/**
 * A key's state at a point of the log.
 *
 * @param certainty how much is known
 * @param valueOrNull the value if there is one; its sequence number is 0 when unknown
 */
public record PastValue(Certainty certainty, SeqV valueOrNull) {
    /** The absent key. */
    public static final PastValue ABSENT = new PastValue(Certainty.ABSENT, null);

    /** Creates a known value, or an absent key for null. */
    public static PastValue of(SeqV valueOrNull) {
        if (valueOrNull == null) {
            return ABSENT;
        }
        return new PastValue(Certainty.KNOWN, valueOrNull);
    }
}
