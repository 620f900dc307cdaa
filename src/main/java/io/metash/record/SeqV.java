package io.metash.record;

import org.jspecify.annotations.Nullable;

/**
 * A value and the sequence number of the write that set it.
 *
 * @param seq the sequence number, u64, 1 and up
 * @param meta expiry and proposal time; null and an empty meta are distinct and both are preserved
 * @param data the bytes
 * @param extra unknown fields
 */
public record SeqV(long seq, @Nullable KvMeta meta, Bytes data, UnknownFields extra) {
    /** A value without unknown fields. */
    public SeqV(long seq, @Nullable KvMeta meta, Bytes data) {
        this(seq, meta, data, UnknownFields.NONE);
    }

    /** The sequence number of a value; 0, as in conditions, for a missing one. */
    public static long seqOf(@Nullable SeqV value) {
        if (value == null) {
            return 0;
        }
        return value.seq();
    }
}
