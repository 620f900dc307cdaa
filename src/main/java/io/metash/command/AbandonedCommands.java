package io.metash.command;

import io.metash.output.Io;
import io.metash.record.Cancel;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Command threads abandoned after Ctrl-C: output is discarded and their cancellation token stays set. */
final class AbandonedCommands {
    private final Set<Thread> threads = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final Cancel cancel = new Cancel();
    private volatile boolean any;
    private @Nullable Io nowhere;

    void add(Thread thread) {
        cancel.ask();
        threads.add(thread);
        any = true;
    }

    /** Whether this thread was abandoned. */
    boolean hasCurrentThread() {
        return any && threads.contains(Thread.currentThread());
    }

    Cancel cancel() {
        return cancel;
    }

    synchronized Io io() {
        Io io = nowhere;
        if (io == null) {
            PrintStream none = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            io = new Io(null, none, none, false, false, false, () -> 80);
            nowhere = io;
        }
        return io;
    }
}
