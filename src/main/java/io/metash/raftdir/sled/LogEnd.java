package io.metash.raftdir.sled;

/**
 * The end of a database's log.
 *
 * @param how the ending
 * @param offset the first byte of {@code db} after the last valid message; -1 when no segment was read
 * @param why the reason, or an empty text
 */
public record LogEnd(How how, long offset, String why) {
    /** The endings of a log. */
    public enum How {
        /** At its last message. */
        CLEAN,
        /** At its last message, followed by messages of an earlier use of these bytes, possibly partly overwritten. */
        REUSED,
        /** In a message that was not completely written. */
        TORN_MESSAGE,
        /** Before a batch that was not completely written. */
        TORN_BATCH,
        /** At damage followed by intact messages. */
        DAMAGED
    }
}
