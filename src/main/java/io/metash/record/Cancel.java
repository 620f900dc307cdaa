package io.metash.record;

/** A wish to stop, set by a signal and looked at by whoever works. */
public final class Cancel {
    private volatile boolean asked;

    /** Asks for the end. */
    public void ask() {
        asked = true;
    }

    /** Whether the end was asked for. */
    public boolean asked() {
        return asked;
    }

    /** Ends the work when that was asked for: status 130. */
    public void check() {
        if (asked) {
            throw Failure.of(Status.INTERRUPTED, "interrupted");
        }
    }
}
