package io.metash.raftdir.rotbl;

import io.metash.record.U64;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table. The arrays are shared, not copied.
 *
 * @param key the key
 * @param seq its sequence number, u64
 * @param value its value, or null for a tombstone
 */
public record Row(byte[] key, long seq, byte @Nullable [] value) {
    /** Whether the row marks a deleted key. */
    public boolean tombstone() {
        return value == null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row that
                && seq == that.seq
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(key) + Long.hashCode(seq);
    }

    @Override
    public String toString() {
        return "Row(" + new String(key, StandardCharsets.UTF_8) + ", "
                + U64.text(seq) + ", "
                + (value == null ? "tombstone" : value.length + " bytes") + ")";
    }
}
