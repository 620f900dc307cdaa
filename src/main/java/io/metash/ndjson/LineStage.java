package io.metash.ndjson;

import org.jspecify.annotations.Nullable;

/** Rewrites lines of an earlier data version before they are parsed. Thread-safe. */
public interface LineStage {
    /** Whether this stage passes GenericKV lines of state machine 0 unchanged, so that they can skip it. */
    boolean passesKeys();

    /**
     * Rewrites the line in a range of a buffer, without its line end.
     *
     * @return the new line, or null to drop it
     * @throws BadText when it is not a line of that version, with the position in the buffer
     */
    byte @Nullable [] apply(byte[] buffer, int from, int to);
}
