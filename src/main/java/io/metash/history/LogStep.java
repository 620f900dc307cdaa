package io.metash.history;

import io.metash.record.Entry;
import java.util.List;

/**
 * An entry of the log and what it did.
 *
 * @param entry the entry
 * @param branch the part of it that ran: {@code then}, {@code else}, {@code operation:N}, {@code branch:N}, {@code none}, for one key
 *     {@code done} or {@code refused}; {@code ?} when that is not known; empty for an entry that changes no keys
 * @param changes the keys that it changed, or may have changed
 */
public record LogStep(Entry entry, String branch, List<KeyChange> changes) {
    /** The placeholder of an unknown branch. */
    public static final String OPEN = "?";

    /** Takes the steps of a walk. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the next step. */
        void step(LogStep step) throws java.io.IOException;
    }
}
