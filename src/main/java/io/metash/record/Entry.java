package io.metash.record;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the Raft log (record-stream §4.5).
 *
 * @param logId its position in the log
 * @param payload its content
 * @param extra unknown fields
 */
public record Entry(LogId logId, Payload payload, UnknownFields extra) {
    /** An entry without unknown fields. */
    public Entry(LogId logId, Payload payload) {
        this(logId, payload, UnknownFields.NONE);
    }

    /** The content of an entry. */
    public sealed interface Payload {
        /**
         * Calls the function for this case.
         *
         * @throws X thrown by that function
         */
        <R, X extends Exception> R match(
                Case<Blank, R, X> blank, Case<Members, R, X> members, Case<Normal, R, X> normal) throws X;
    }

    /** Nothing: the first entry of a leader's term. */
    public record Blank() implements Payload {
        @Override
        public <R, X extends Exception> R match(
                Case<Blank, R, X> blank, Case<Members, R, X> members, Case<Normal, R, X> normal) throws X {
            return blank.of(this);
        }
    }

    /**
     * A change of membership.
     *
     * @param membership the membership from this entry on
     */
    public record Members(Membership membership) implements Payload {
        @Override
        public <R, X extends Exception> R match(
                Case<Blank, R, X> blank, Case<Members, R, X> members, Case<Normal, R, X> normal) throws X {
            return members.of(this);
        }
    }

    /**
     * A command to the state machine.
     *
     * @param timeMs the time of the proposal in milliseconds since the epoch, u64; null in old entries
     * @param cmd the command
     * @param extra unknown fields
     */
    public record Normal(@Nullable Long timeMs, Cmd cmd, UnknownFields extra) implements Payload {
        /** A command without unknown fields. */
        public Normal(@Nullable Long timeMs, Cmd cmd) {
            this(timeMs, cmd, UnknownFields.NONE);
        }

        @Override
        public <R, X extends Exception> R match(
                Case<Blank, R, X> blank, Case<Members, R, X> members, Case<Normal, R, X> normal) throws X {
            return normal.of(this);
        }
    }
}
