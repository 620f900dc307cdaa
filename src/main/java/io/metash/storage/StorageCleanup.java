package io.metash.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work that is done after a command was cancelled, for a limited time. */
final class StorageCleanup {
    /** Ctrl-C ends a command within 1 s, in which there are up to three requests. */
    private static final long LIMIT_MS = 300;

    private StorageCleanup() {}

    /** Whether a request succeeded in time. */
    static boolean within(CompletableFuture<?> request) {
        try {
            request.get(LIMIT_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException notDone) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
