package io.metash.ndjson;

/** Rewrites lines of an earlier data version before they are read. Several threads may call it at once. */
public interface LineStage {
    /** Whether GenericKV lines of state machine 0 pass unchanged and need not be shown to this stage. */
    boolean passesKeys();

    /**
     * Rewrites the line that a range of a buffer holds, without its line end.
     *
     * @return the line as it goes on, or null when it is dropped
     * @throws BadText when it is no line of that version, with the place in the buffer
     */
    byte[] apply(byte[] buffer, int from, int to);
}
