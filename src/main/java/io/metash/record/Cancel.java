package io.metash.record;

import java.util.concurrent.TimeUnit;

/** A cancellation token: set by a signal handler, polled by running commands. */
public final class Cancel {
    private static final long POLL_MS = 50;

    private volatile boolean requested;

    /** Requests cancellation. */
    public void ask() {
        requested = true;
    }

    /** Whether cancellation was requested. */
    public boolean requested() {
        return requested;
    }

    /** Sleeps for {@code ms} milliseconds; throws like {@link #check} as soon as cancellation is requested. */
    public void pause(long ms) {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        try {
            for (long left = ms; left > 0; left = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime())) {
                check();
                Thread.sleep(Math.min(left, POLL_MS));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        }
        check();
    }

    /** Throws a failure with status 130 when cancellation was requested. */
    public void check() {
        if (requested) {
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        }
    }
}
