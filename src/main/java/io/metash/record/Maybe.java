package io.metash.record;

/**
 * A number whose field may also be missing, because older programs did not write it. What is absent stays absent in a raft
 * log (RULINGS 5), so the three cases are kept apart.
 *
 * @param present whether the field is there
 * @param value its number, u64, or null
 */
public record Maybe(boolean present, Long value) {
    /** The field is not there. */
    public static final Maybe ABSENT = new Maybe(false, null);
    /** The field is there and empty. */
    public static final Maybe NONE = new Maybe(true, null);

    /** The field holds a number. */
    public static Maybe of(long value) {
        return new Maybe(true, value);
    }
}
