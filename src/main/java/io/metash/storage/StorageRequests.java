package io.metash.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Runs OpenDAL requests on Java threads.
 *
 * <p>OpenDAL's asynchronous calls create their results on native threads that never return to Java, so the JVM keeps
 * every result forever, and a result that does not fit in the heap ends in a panic that no caller sees. A blocking
 * call on a Java thread frees its results and throws {@link OutOfMemoryError}.
 */
final class StorageRequests {
    private static final Executor THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "metash-storage");
        thread.setDaemon(true);
        return thread;
    });

    private StorageRequests() {}

    /** Starts a request. */
    static <T> CompletableFuture<T> begin(Supplier<T> request) {
        return CompletableFuture.supplyAsync(request, THREADS);
    }
}
