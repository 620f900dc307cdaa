package io.metash.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Runs requests of OpenDAL on Java threads.
 *
 * <p>OpenDAL's own asynchronous calls make their results on native threads that never return to Java, so the JVM keeps every
 * result for good, and a result that does not fit into the heap ends in a panic that no caller sees. A blocking call on a Java
 * thread frees its results and throws {@link OutOfMemoryError}.
 */
final class StorageRequests {
    private static final Executor THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "metash-storage");
        thread.setDaemon(true);
        return thread;
    });

    private StorageRequests() {}

    /** Begins a request. */
    static <T> CompletableFuture<T> begin(Supplier<T> request) {
        return CompletableFuture.supplyAsync(request, THREADS);
    }
}
