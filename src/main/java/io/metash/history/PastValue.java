package io.metash.history;

import io.metash.record.SeqV;

/**
 * * What is known of a key at a point of the log.
 *
 * @param certainty how much
 * @param valueOrNull the value if there is one; its number is 0 when unknown
 */
public record PastValue(Certainty certainty, SeqV valueOrNull) {
    /** No value. */
    public static final PastValue ABSENT = new PastValue(Certainty.ABSENT, null);

    /** A value, or none for null. */
    public static PastValue of(SeqV valueOrNull) {
        if (valueOrNull == null) {
            return ABSENT;
        }
        return new PastValue(Certainty.KNOWN, valueOrNull);
    }
}
