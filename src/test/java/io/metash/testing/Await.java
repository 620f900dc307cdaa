package io.metash.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for a condition. A test that waits in vain fails: a longer wait does not mend it. */
public final class Await {
    private static final long LIMIT_SECONDS = 120;
    private static final long POLL_MS = 10;

    private Await() {}

    /**
     * Waits until a condition holds.
     *
     * @param what what is awaited, as a clause: {@code "the upload starts"}
     * @throws AssertionError when it does not hold after two minutes
     */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, condition, () -> "");
    }

    /**
     * Waits until a condition holds.
     *
     * @param state what the failure shows of the state in which the wait ended
     */
    public static void until(String what, Callable<Boolean> condition, Callable<String> state) {
        long startNs = System.nanoTime();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                    throw new AssertionError("waited in vain until " + what + "\n" + state.call());
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
