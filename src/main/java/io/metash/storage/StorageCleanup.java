package io.metash.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs cleanup requests after a failed or cancelled command, with a time limit and without errors. */
final class StorageCleanup {
    /**
     * Time limit of a request after Ctrl-C, in milliseconds: the command ends within 1 s, with up to three requests.
     */
    private static final long CANCELLED_MS = 300;

    private static final long FAILED_MS = 20_000;

    private final StorageWatch watch;

    StorageCleanup(StorageWatch watch) {
        this.watch = watch;
    }

    /** Whether a request succeeded in time. */
    boolean done(CompletableFuture<?> request) {
        long limitMs = FAILED_MS;
        if (watch.cancel().get().requested()) {
            limitMs = CANCELLED_MS;
        }
        try {
            request.get(limitMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException notDone) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
