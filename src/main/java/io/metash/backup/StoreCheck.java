package io.metash.backup;

import java.util.Locale;

/** The named checks that a stream must pass before a store is built from it (decisions 8). */
public enum StoreCheck {
    /** Committed is above both the last log id and LastApplied: a node would not start. */
    COMMITTED_AHEAD,
    /** Purged is above LastApplied: entries that nobody applied are gone. */
    PURGED_AHEAD,
    /** The first log entry is above LastApplied + 1, so entries between them are missing. */
    LOG_STARTS_LATE,
    /** Keys are there and Sequences is missing or below one of them: numbers would be given out twice. */
    SEQUENCES_BEHIND,
    /** An expiry time that stops a node when it is applied. */
    EXPIRES_TOO_LATE;

    /** The name to give to {@code --accept}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
