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
        /** After its last message. */
        CLEAN,
        /**
         * After its last message, followed by messages from an earlier use of these bytes, possibly partly
         * overwritten.
         */
        REUSED,
        /** In an incomplete message. */
        TORN_MESSAGE,
        /** Before an incomplete batch. */
        TORN_BATCH,
        /** At damage followed by intact messages. */
        DAMAGED
    }
}
