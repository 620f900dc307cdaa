package io.metash.backup;

import io.metash.record.Status;

/** What is known of a backup or a store, best first. There is no plain "OK": whether anything is missing is half of the answer. */
public enum Grade {
    /** Every byte is as it was exported: the manifest says so. */
    PROVED("proved", Status.OK),
    /** Nothing contradicts itself, and nothing proves that all is there. */
    CONSISTENT("consistent, completeness unproved", Status.OK),
    /** Something is missing. */
    INCOMPLETE("incomplete", Status.INCOMPLETE),
    /** Something is wrong. */
    DAMAGED("damaged", Status.DAMAGED);

    private final String words;
    private final Status status;

    Grade(String words, Status status) {
        this.words = words;
        this.status = status;
    }

    /** The grade in words. */
    public String words() {
        return words;
    }

    /** The exit status of {@code verify}. */
    public Status status() {
        return status;
    }

    /** The worse of two. */
    public Grade or(Grade other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
