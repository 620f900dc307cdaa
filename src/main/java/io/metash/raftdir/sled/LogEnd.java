package io.metash.raftdir.sled;

/**
 * How the log of a database ended.
 *
 * @param how the ending
 * @param offset the first byte of {@code db} behind the last message that counts; -1 when no segment was read
 * @param why what was found there, or an empty text
 */
public record LogEnd(How how, long offset, String why) {
    /** The endings of a log. */
    public enum How {
        /** At its last message. */
        CLEAN,
        /** At its last message; behind it lie messages of an earlier use of these bytes, or a cut message over them. */
        REUSED,
        /** In a message that was not completely written. */
        TORN_MESSAGE,
        /** Before a batch that was not completely written. */
        TORN_BATCH,
        /** At damage with sound messages behind it. */
        DAMAGED
    }
}
