package io.metash.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for a condition. A wait that ends without it fails the test; longer timeouts do not help. */
public final class Await {
    private static final long LIMIT_SECONDS = 120;
    private static final long POLL_MS = 10;

    private Await() {}

    /**
     * Waits until a condition holds.
     *
     * @param what the awaited event, as a clause: {@code "the upload starts"}
     * @throws AssertionError if it does not hold within two minutes
     */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, condition, () -> "");
    }

    /**
     * Waits until a condition holds.
     *
     * @param state describes the state in which the wait ended, for the failure
     */
    public static void until(String what, Callable<Boolean> condition, Callable<String> state) {
        long startNs = System.nanoTime();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                    throw new AssertionError("timed out waiting until " + what + "\n" + state.call());
                }
                Thread.sleep(POLL_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting until " + what, interrupted);
        } catch (RuntimeException unexpected) {
            throw unexpected;
        } catch (Exception unexpected) {
            throw new AssertionError("waiting until " + what, unexpected);
        }
    }
}
