package io.metash.integrity;

import io.metash.record.ExitStatus;

/**
 * Grades of a backup or a store, best first. There is no plain "OK", since completeness matters as much as
 * consistency.
 */
public enum Grade {
    /** Every byte is as exported, as its manifest proves. */
    PROVED("proved", ExitStatus.OK),
    /** Consistent, but without proof of completeness. */
    CONSISTENT("consistent, completeness unproved", ExitStatus.OK),
    /** Data is missing. */
    INCOMPLETE("incomplete", ExitStatus.INCOMPLETE),
    /** Data is wrong. */
    DAMAGED("damaged", ExitStatus.DAMAGED);

    private final String words;
    private final ExitStatus status;

    Grade(String words, ExitStatus status) {
        this.words = words;
        this.status = status;
    }

    /** The grade as text. */
    public String words() {
        return words;
    }

    /** The exit status of {@code verify}. */
    public ExitStatus status() {
        return status;
    }

    /** The grade as a number for monitoring: 3 proved, 2 consistent, 1 incomplete, 0 damaged. */
    public int points() {
        return DAMAGED.ordinal() - ordinal();
    }

    /** Returns the worse of two grades. */
    public Grade or(Grade other) {
        if (compareTo(other) >= 0) {
            return this;
        }
        return other;
    }
}
