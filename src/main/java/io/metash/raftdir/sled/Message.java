package io.metash.raftdir.sled;

/**
 * * One message of the log, or why there is none at its position (sled-0.34 §3.3).
 *
 * @param outcome whether it can be used
 * @param kind its kind; {@link MessageKind#CORRUPTED} when unknown
 * @param lsn its position in the logical log
 * @param offset its position in {@code db}, bytes
 * @param pid its page
 * @param body the body of a message whose checksum holds; empty for one that is unusable
 * @param next the lsn after it
 * @param why what is wrong with it, or an empty text
 */
record Message(Outcome outcome, MessageKind kind, long lsn, long offset, long pid, byte[] body, long next, String why) {
    private static final byte[] NO_BODY = {};

    /** What a reader does with a message. */
    enum Outcome {
        GOOD,
        /** It points to a large item that is gone: skipped. */
        DANGLING,
        CORRUPT,
        /** It runs past the end of the file. */
        UNREADABLE
    }

    static Message bad(Outcome outcome, long lsn, long offset, String why) {
        return new Message(outcome, MessageKind.CORRUPTED, lsn, offset, 0, NO_BODY, lsn, why);
    }

    static Message good(MessageKind kind, long lsn, long offset, long pid, byte[] body, long next) {
        return new Message(Outcome.GOOD, kind, lsn, offset, pid, body, next, "");
    }

    /** This message, marked as unusable. */
    Message as(Outcome worse, String reason) {
        return new Message(worse, kind, lsn, offset, pid, body, next, reason);
    }

    /** Whether it can be used. */
    boolean isGood() {
        return outcome == Outcome.GOOD;
    }
}
