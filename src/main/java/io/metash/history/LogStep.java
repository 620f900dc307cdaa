package io.metash.history;

import io.metash.record.Entry;
import java.util.List;

/**
 * A log entry and its effects.
 *
 * @param entry the entry
 * @param branch the part that ran: {@code then}, {@code else}, {@code operation:N}, {@code branch:N}, {@code none};
 *     for a single key {@code done} or {@code refused}; {@code ?} when unknown; empty for an entry that changes no keys
 * @param changes the keys that it changed or may have changed
 */
public record LogStep(Entry entry, String branch, List<KeyChange> changes) {
    /** The placeholder of an unknown branch. */
    public static final String OPEN = "?";

    /** Receives the steps of a walk. */
    @FunctionalInterface
    public interface Sink {
        /** Receives the next step. */
        void step(LogStep step) throws java.io.IOException;
    }
}
