package io.metash.lua;

import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts in one Lua state with the {@code metactl} table of the reference (meta-service-api §6).
 *
 * @param services the services available to scripts
 * @param memoryBytes the scripts' memory limit in bytes
 * @param in standard input of the scripts, or null for none
 * @param out standard output of the scripts
 * @param err standard error of the scripts, and messages of tasks
 * @param cancel the cancellation token
 */
public record LuaInterpreter(
        LuaServices services,
        long memoryBytes,
        @Nullable InputStream in,
        PrintStream out,
        PrintStream err,
        Cancel cancel) {
    /** Lua recurses in C up to 200 levels; pattern matching needs the most stack per level. */
    private static final long STACK_BYTES = 16L << 20;

    private static final long POLL_MS = 20;
    private static final long GRACE_MS = 500;

    /**
     * Runs scripts in sequence; unfinished tasks of a script continue during the next one and are dropped after the
     * last.
     *
     * @return 0, or the status passed to {@code os.exit}
     * @throws ScriptFailed for an error that a script did not catch
     * @throws Failure when the scripts were interrupted
     */
    public int run(List<LuaSource> sources) {
        StandardFiles files = new StandardFiles(in, out, err);
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        status.complete(run(sources, files));
                    } catch (Throwable failed) {
                        status.completeExceptionally(failed);
                    }
                },
                "metash-lua",
                STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return await(status);
        } finally {
            if (thread.isAlive() && cancel.requested()) {
                // Stuck in a C function: abandon the thread and ignore its effects.
                files.detach();
            }
            out.flush();
        }
    }

    private int await(CompletableFuture<Integer> status) {
        long cancelledNs = 0;
        while (true) {
            try {
                return status.get(POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException running) {
                long now = System.nanoTime();
                if (cancelledNs == 0 && cancel.requested()) {
                    cancelledNs = now;
                }
                if (cancelledNs != 0 && now - cancelledNs > TimeUnit.MILLISECONDS.toNanos(GRACE_MS)) {
                    cancel.check();
                }
            } catch (InterruptedException stop) {
                cancel.ask();
            } catch (ExecutionException failed) {
                cancel.check();
                if (failed.getCause() instanceof Error error) {
                    throw error;
                }
                if (failed.getCause() instanceof RuntimeException thrown) {
                    throw thrown;
                }
                throw new IllegalStateException(failed.getCause());
            }
        }
    }

    private int run(List<LuaSource> sources, StandardFiles files) throws IOException {
        Scheduler[] running = new Scheduler[1];
        LuaState lua = new LuaState(
                memoryBytes, () -> cancel.requested() || running[0] != null && running[0].exit() != null, files);
        Scheduler scheduler = new Scheduler(lua, cancel, err);
        running[0] = scheduler;
        try {
            new MetactlTable(lua, scheduler, services, err).install();
            for (LuaSource source : sources) {
                lua.load(source);
                scheduler.run();
            }
            return ExitStatus.OK.code();
        } catch (RuntimeException ended) {
            if (scheduler.exit() != null) {
                return scheduler.exit();
            }
            cancel.check();
            throw ended;
        } finally {
            scheduler.close();
            lua.close();
        }
    }
}
