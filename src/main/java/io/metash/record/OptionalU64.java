package io.metash.record;

import org.jspecify.annotations.Nullable;

/**
 * A number whose field may be missing, because older releases did not write it. An absent field stays absent in a
 * Raft log (decisions 5), so absent, null and a number are distinct.
 *
 * @param present whether the field exists
 * @param value its number, u64; null when the field is absent or null
 */
public record OptionalU64(boolean present, @Nullable Long value) {
    /** The field is absent. */
    public static final OptionalU64 ABSENT = new OptionalU64(false, null);
    /** The field is null. */
    public static final OptionalU64 NONE = new OptionalU64(true, null);

    /** The field has a number. */
    public static OptionalU64 of(long value) {
        return new OptionalU64(true, value);
    }
}
