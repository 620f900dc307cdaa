package io.metash.shell.terminal;

import java.io.IOException;
import java.util.function.Consumer;

/** Ctrl-Z: lets a progress line be erased before the process stops, and drawn again when it goes on. */
public final class StopSignal {
    private static final String STOP = "TSTP";

    private final Consumer<Boolean> stopping;

    private StopSignal(Consumer<Boolean> stopping) {
        this.stopping = stopping;
    }

    /**
     * Passes true before each stop from now on, and false when the process goes on. A process that was started with the signal
     * ignored keeps ignoring it.
     */
    public static void listen(Consumer<Boolean> stopping) {
        try {
            Object handler = JvmSignals.handle(STOP, JvmSignals.handler(new StopSignal(stopping)::stop));
            if (JvmSignals.ignores(handler)) {
                JvmSignals.handle(STOP, handler);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException cannot) {
            // With -Xrs the JVM hears no signals: the process stops at once.
            return;
        }
    }

    private void stop() {
        stopping.accept(true);
        try {
            Object own = JvmSignals.handle(STOP, JvmSignals.standard());
            // The JDK raises only signals that it handles.
            new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            "kill -TSTP " + ProcessHandle.current().pid())
                    .start()
                    .waitFor();
            JvmSignals.handle(STOP, own);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The default stays in force, so the next Ctrl-Z stops the process.
            return;
        } catch (ReflectiveOperationException cannot) {
            throw new IllegalStateException(cannot);
        } finally {
            stopping.accept(false);
        }
    }
}
