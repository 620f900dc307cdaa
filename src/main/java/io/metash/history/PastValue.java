package io.metash.history;

import io.metash.record.SeqV;
import org.jspecify.annotations.Nullable;

/**
 * A key's state at a point of the log.
 *
 * @param certainty how much is known
 * @param value the value if there is one; its sequence number is 0 when unknown
 */
public record PastValue(Certainty certainty, @Nullable SeqV value) {
    /** The absent key. */
    public static final PastValue ABSENT = new PastValue(Certainty.ABSENT, null);

    /** Creates a known value, or an absent key for null. */
    public static PastValue of(@Nullable SeqV value) {
        if (value == null) {
            return ABSENT;
        }
        return new PastValue(Certainty.KNOWN, value);
    }
}
