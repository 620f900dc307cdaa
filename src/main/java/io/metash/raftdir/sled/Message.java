package io.metash.raftdir.sled;

/**
 * A log message, or the reason why there is none at its position (sled-0.34 §3.3).
 *
 * @param outcome whether it is usable
 * @param kind its kind; {@link MessageKind#CORRUPTED} when unknown
 * @param lsn its position in the logical log
 * @param offset its position in {@code db} in bytes
 * @param pid its page
 * @param body the body if the checksum matches; empty for an unusable message
 * @param next the lsn after it
 * @param why the reason why it is unusable, or an empty text
 */
record Message(Outcome outcome, MessageKind kind, long lsn, long offset, long pid, byte[] body, long next, String why) {
    private static final byte[] NO_BODY = {};

    /** Usability of a message. */
    enum Outcome {
        GOOD,
        /** Points to a missing large item and is skipped. */
        DANGLING,
        CORRUPT,
        /** Extends past the end of the file. */
        UNREADABLE
    }

    static Message bad(Outcome outcome, long lsn, long offset, String why) {
        return new Message(outcome, MessageKind.CORRUPTED, lsn, offset, 0, NO_BODY, lsn, why);
    }

    static Message good(MessageKind kind, long lsn, long offset, long pid, byte[] body, long next) {
        return new Message(Outcome.GOOD, kind, lsn, offset, pid, body, next, "");
    }

    /** Returns this message marked as unusable. */
    Message as(Outcome worse, String reason) {
        return new Message(worse, kind, lsn, offset, pid, body, next, reason);
    }

    /** Whether the message is usable. */
    boolean isGood() {
        return outcome == Outcome.GOOD;
    }
}
