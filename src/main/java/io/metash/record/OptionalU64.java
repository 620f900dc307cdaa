package io.metash.record;

/**
 * A number whose field may also be missing, because older programs did not write it. What is absent stays absent in a raft
 * log (decisions 5), so the three cases are kept apart.
 *
 * @param present whether the field is there
 * @param value its number, u64, or null
 */
public record OptionalU64(boolean present, Long value) {
    /** The field is not there. */
    public static final OptionalU64 ABSENT = new OptionalU64(false, null);
    /** The field is there and empty. */
    public static final OptionalU64 NONE = new OptionalU64(true, null);

    /** The field holds a number. */
    public static OptionalU64 of(long value) {
        return new OptionalU64(true, value);
    }
}
