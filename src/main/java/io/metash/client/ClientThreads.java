package io.metash.client;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * The threads that resolve names for all connections of this process. gRPC's own pool formats the names of its threads,
 * which loads the data of a locale at every start.
 */
final class ClientThreads {
    private static final Executor ALL = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "metash-client-work");
        thread.setDaemon(true);
        return thread;
    });

    private ClientThreads() {}

    /** The pool; its threads do not delay the exit of the JVM. */
    static Executor all() {
        return ALL;
    }
}
