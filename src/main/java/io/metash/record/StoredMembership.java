package io.metash.record;

import org.jspecify.annotations.Nullable;

/**
 * A membership and the log entry that set it (record-stream §4.4).
 *
 * @param logId the entry, or null for the empty default
 * @param membership the membership
 * @param extra unknown fields
 */
public record StoredMembership(@Nullable LogId logId, Membership membership, UnknownFields extra) {
    /** A stored membership without unknown fields. */
    public StoredMembership(@Nullable LogId logId, Membership membership) {
        this(logId, membership, UnknownFields.NONE);
    }

    /** The stored membership of a store that never had one. */
    public static StoredMembership none() {
        return new StoredMembership(null, Membership.none());
    }
}
