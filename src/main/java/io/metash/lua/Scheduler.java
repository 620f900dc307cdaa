package io.metash.lua;

import com.sun.jna.ptr.IntByReference;
import io.metash.record.Cancel;
import java.io.Closeable;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of a script in turn on one thread. A task runs until it waits: for a service call on another thread,
 * for a timer, or for another task. When a task cannot be suspended, inside its own coroutine or below a C function
 * such as {@code table.sort}, the other tasks run nested in its call.
 */
final class Scheduler implements Closeable {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_NS = Long.MAX_VALUE / 2;

    /** A timer; the time is in nanoseconds since the scheduler started. */
    private record Timer(long atNs, long order, Runnable action) {}

    private final LuaState lua;
    private final Cancel cancel;
    private final PrintStream err;
    private final Deque<Task> ready = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::atNs).thenComparingLong(Timer::order));
    private final BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
    private final ExecutorService calls = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "metash-lua-call");
        thread.setDaemon(true);
        return thread;
    });
    private final long startNs = System.nanoTime();
    private long timersMade;
    private @Nullable Task current;
    private @Nullable Integer exit;

    Scheduler(LuaState lua, Cancel cancel, PrintStream err) {
        this.lua = lua;
        this.cancel = cancel;
        this.err = err;
    }

    /**
     * Starts a task from the function on the top of a thread's stack, and pops it; the task runs once the current one
     * waits.
     */
    Task spawn(long thread) {
        Task task = new Task(lua.newThread(thread));
        ready.add(task);
        task.whenDone(() -> report(task));
        return task;
    }

    /** Prints the error of a spawned task, except when all scripts are being stopped. */
    private void report(Task task) {
        if (exit == null && !cancel.requested()) {
            task.error().ifPresent(text -> err.println("Spawned task error: " + text));
        }
    }

    /**
     * Runs a script: pops and calls the function on the top of the main thread's stack. Unfinished tasks continue
     * during the next script.
     *
     * @throws ScriptFailed for an error of the script
     */
    void run() {
        Task script = new Task(lua.newThread(lua.main()));
        ready.addFirst(script);
        drive(script::done);
        lua.release(script.anchored());
        script.error().ifPresent(text -> {
            throw new ScriptFailed(text);
        });
    }

    /** The exit status that the script requested, or null. */
    @Nullable
    Integer exit() {
        return exit;
    }

    /** Stops the script immediately with an exit status. */
    int exit(long thread, int status) {
        exit = status;
        lua.end(thread);
        lua.end(Objects.requireNonNull(current).thread());
        return wait(thread, () -> Values.NONE, () -> false);
    }

    /** Runs a call on another thread and suspends the caller until it returns. */
    int call(long thread, Callable<Values> call) {
        boolean[] done = {false};
        Values[] values = {Values.NONE};
        Task caller;
        if (suspends(thread)) {
            caller = current;
        } else {
            caller = null;
        }
        calls.execute(() -> {
            Values answer = answer(call);
            answers.add(() -> {
                done[0] = true;
                values[0] = answer;
                resumeLater(caller, answer);
            });
        });
        return wait(thread, () -> values[0], () -> done[0]);
    }

    private static Values answer(Callable<Values> call) {
        try {
            return call.call();
        } catch (Exception | Error failed) {
            return thread -> {
                throw new ScriptError(failed.toString());
            };
        }
    }

    /** Suspends the caller for a duration in nanoseconds. */
    int sleep(long thread, long nanos) {
        boolean[] done = {false};
        Task caller;
        if (suspends(thread)) {
            caller = current;
        } else {
            caller = null;
        }
        timers.add(new Timer(sinceStartNs() + Math.min(nanos, LONGEST_NS), timersMade++, () -> {
            done[0] = true;
            resumeLater(caller, Values.NONE);
        }));
        return wait(thread, () -> Values.NONE, () -> done[0]);
    }

    /** Suspends the caller until a task ends and returns the task's result. */
    int join(long thread, Task task) {
        if (!task.done() && suspends(thread)) {
            Task caller = current;
            task.whenDone(() -> {
                report(task);
                resumeLater(caller, to -> collect(to, task));
            });
        }
        if (task.done()) {
            return collect(thread, task);
        }
        return wait(thread, () -> to -> collect(to, task), task::done);
    }

    private int collect(long thread, Task task) {
        int count = task.pushResult(thread);
        lua.release(task.anchored());
        return count;
    }

    private void resumeLater(@Nullable Task task, Values values) {
        if (task != null) {
            task.resumeWith(values);
            ready.add(task);
        }
    }

    private boolean suspends(long thread) {
        return current != null && current.thread() == thread && LuaApi.lua_isyieldable(thread) != 0;
    }

    /** Suspends the caller if possible; otherwise runs other tasks inside this call until the values arrive. */
    private int wait(long thread, Callable<Values> values, BooleanSupplier done) {
        if (suspends(thread)) {
            Objects.requireNonNull(current).waits();
            return HostFunction.WAITS;
        }
        drive(done);
        return answer(values).push(thread);
    }

    private void drive(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            cancel.check();
            if (exit != null) {
                throw new ScriptError("exit");
            }
            step();
        }
    }

    /** Nanoseconds since the script started; monotonic. */
    long sinceStartNs() {
        return System.nanoTime() - startNs;
    }

    private void step() {
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
        while (!timers.isEmpty() && timers.peek().atNs() <= sinceStartNs()) {
            timers.poll().action().run();
        }
        Task next = ready.poll();
        if (next != null) {
            resume(next);
            return;
        }
        long wait = LOOK_NS;
        if (!timers.isEmpty()) {
            wait = Math.min(LOOK_NS, timers.peek().atNs() - sinceStartNs());
        }
        try {
            Runnable answer = answers.poll(Math.max(wait, 0), TimeUnit.NANOSECONDS);
            if (answer != null) {
                answer.run();
            }
        } catch (InterruptedException stop) {
            cancel.ask();
        }
    }

    private void resume(Task task) {
        Task before = current;
        current = task;
        IntByReference results = new IntByReference();
        int status;
        try {
            Stack.ensure(task.thread(), LuaValues.SLOTS);
            int arguments = task.resumption().push(task.thread());
            status = lua.resume(task.thread(), arguments, results);
        } finally {
            current = before;
        }
        if (status == LuaApi.YIELD) {
            Stack.pop(task.thread(), results.getValue());
            if (!task.waiting()) {
                // The script called coroutine.yield itself: run the others first.
                ready.add(task);
            }
        } else if (status == LuaApi.OK) {
            task.end(null, results.getValue() > 0);
        } else {
            task.end(lua.errorText(task.thread(), status), false);
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
