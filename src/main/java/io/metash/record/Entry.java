package io.metash.record;

/**
 * An entry of the raft log (record-stream §4.5).
 *
 * @param logId where it stands
 * @param payload what it says
 * @param extra unknown fields
 */
public record Entry(LogId logId, Payload payload, UnknownFields extra) {
    /** An entry without unknown fields. */
    public Entry(LogId logId, Payload payload) {
        this(logId, payload, UnknownFields.NONE);
    }

    /** What an entry says. */
    public sealed interface Payload {}

    /** Nothing: the first entry of a leader's term. */
    public record Blank() implements Payload {}

    /**
     * A change of membership.
     *
     * @param membership the membership from here on
     */
    public record Members(Membership membership) implements Payload {}

    /**
     * A command to the state machine.
     *
     * @param timeMs when the leader proposed it, milliseconds since the epoch, u64; null in old entries
     * @param cmd the command
     * @param extra unknown fields
     */
    public record Normal(Long timeMs, Cmd cmd, UnknownFields extra) implements Payload {
        /** A command without unknown fields. */
        public Normal(Long timeMs, Cmd cmd) {
            this(timeMs, cmd, UnknownFields.NONE);
        }
    }
}
