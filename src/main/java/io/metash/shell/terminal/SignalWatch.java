package io.metash.shell.terminal;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jline.terminal.Terminal.Signal;

/**
 * Handles the terminal signals of a line editor. The JDK generates a class for the handler, which is slow: registration
 * runs in parallel to the start, and {@link #ready()} waits for it.
 */
final class SignalWatch implements AutoCloseable {
    private static final List<Signal> HEARD = List.of(Signal.INT, Signal.WINCH, Signal.CONT);

    /** A signal that is not sent otherwise and ignored by default. The JVM dispatches it after SIGINT. */
    private static final String MARKER = "URG";

    private static final String INT_HANDLER = "SIGINT handler";
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PENDING = "ShdPnd:";
    private static final long INT_BIT = 1L << (2 - 1);
    private static final long SETTLE_MS = 500;
    private static final int SPARE = 8;

    private final Map<String, Object> before = new HashMap<>();
    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private final Semaphore marked = new Semaphore(0);
    private volatile Consumer<Signal> listener = signal -> {};

    /** Starts the registration. */
    static SignalWatch begin() {
        SignalWatch watch = new SignalWatch();
        Thread thread = new Thread(watch::listen, "metash-signals");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** Sets the listener, called on the signal's thread. */
    void listen(Consumer<Signal> newListener) {
        listener = newListener;
    }

    /** Waits until all handlers are registered. */
    void ready() {
        listening.join();
    }

    /**
     * Waits until each Ctrl-C sent so far was handled, at most half a second. The JVM handles a signal on a thread of its own,
     * which may start late: the marker is dispatched after the threads of earlier signals were started.
     */
    void settle() {
        ready();
        try {
            awaitDelivery();
            marked.drainPermits();
            JvmSignals.raise(MARKER);
            if (!marked.tryAcquire(SETTLE_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
            for (Thread thread : handlers()) {
                thread.join(SETTLE_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ReflectiveOperationException cannot) {
            // With -Xrs the JVM handles no signals, so there is nothing to wait for.
            return;
        }
    }

    /** Waits until the system has delivered SIGINT to the JVM; a busy machine may take its time. */
    private static void awaitDelivery() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MS);
        while (undelivered() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static boolean undelivered() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(PENDING)) {
                    String mask = line.substring(PENDING.length()).strip();
                    return (Long.parseUnsignedLong(mask, 16) & INT_BIT) != 0;
                }
            }
            return false;
        } catch (IOException withoutProc) {
            return false;
        }
    }

    private static List<Thread> handlers() {
        ThreadGroup system = Thread.currentThread().getThreadGroup();
        while (system.getParent() != null) {
            system = system.getParent();
        }
        Thread[] threads = new Thread[system.activeCount() + SPARE];
        int count = system.enumerate(threads, false);
        return Stream.of(threads)
                .limit(count)
                .filter(thread -> thread.getName().equals(INT_HANDLER))
                .toList();
    }

    private void listen() {
        try {
            for (Signal signal : HEARD) {
                handle(signal.name(), () -> listener.accept(signal));
            }
            handle(MARKER, marked::release);
            listening.complete(null);
        } catch (ReflectiveOperationException | RuntimeException cannot) {
            listening.completeExceptionally(cannot);
        }
    }

    private void handle(String signal, Runnable what) throws ReflectiveOperationException {
        try {
            before.put(signal, JvmSignals.handle(signal, JvmSignals.handler(what)));
        } catch (InvocationTargetException e) {
            // With -Xrs the JVM leaves signals alone.
            return;
        }
    }

    /** Restores the previous handlers. */
    @Override
    public void close() {
        ready();
        try {
            for (Map.Entry<String, Object> each : before.entrySet()) {
                JvmSignals.handle(each.getKey(), each.getValue());
            }
        } catch (ReflectiveOperationException cannot) {
            throw new IllegalStateException(cannot);
        }
    }
}
