package io.metash.record;

import org.jspecify.annotations.Nullable;

/**
 * The metadata of a value (record-stream §6).
 *
 * @param expireAt the expiry since the epoch, in milliseconds if above 10^11, else in seconds; u64, stored as
 *     given; null for never
 * @param proposedAtMs the time of the proposal in milliseconds since the epoch, u64, or null
 * @param extra unknown fields
 */
public record KvMeta(@Nullable Long expireAt, @Nullable Long proposedAtMs, UnknownFields extra) {
    /** The last expiry time that is read as seconds; larger ones are milliseconds (meta-service-api §4.2). */
    public static final long LAST_SECOND = 100_000_000_000L;

    /** Meta without unknown fields. */
    public KvMeta(@Nullable Long expireAt, @Nullable Long proposedAtMs) {
        this(expireAt, proposedAtMs, UnknownFields.NONE);
    }

    /** Converts an expiry time in seconds or milliseconds to milliseconds; saturates at 2^64-1. */
    public static long toMillis(long expireAt) {
        if (U64.compare(expireAt, LAST_SECOND) > 0) {
            return expireAt;
        }
        return expireAt * 1000;
    }

    /** The expiry time in milliseconds since the epoch (u64), or null for never. */
    public @Nullable Long expireAtMs() {
        if (expireAt == null) {
            return null;
        }
        return (Long) toMillis(expireAt);
    }
}
