package io.metash.record;

import java.util.concurrent.TimeUnit;

/** A wish to stop, set by a signal and looked at by whoever works. */
public final class Cancel {
    private static final long LOOK_MS = 50;

    private volatile boolean asked;

    /** Asks for the end. */
    public void ask() {
        asked = true;
    }

    /** Whether the end was asked for. */
    public boolean asked() {
        return asked;
    }

    /** Waits so long, milliseconds; a wish to stop ends it, and the work. */
    public void pause(long ms) {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        try {
            for (long left = ms; left > 0; left = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime())) {
                check();
                Thread.sleep(Math.min(left, LOOK_MS));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        }
        check();
    }

    /** Ends the work when that was asked for: status 130. */
    public void check() {
        if (asked) {
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        }
    }
}
