package io.metash.lua;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A script or a spawned function: a Lua thread that the {@link Scheduler} resumes. */
final class Task {
    private final LuaState.Anchor anchored;
    private Values resumption = Values.NONE;
    private boolean waiting;
    private boolean done;
    private boolean hasResult;
    private boolean joined;
    private @Nullable String error;
    private @Nullable Runnable whenDone;

    Task(LuaState.Anchor anchored) {
        this.anchored = anchored;
    }

    LuaState.Anchor anchored() {
        return anchored;
    }

    long thread() {
        return anchored.thread();
    }

    /** Whether the task waits for values rather than being ready to resume. */
    boolean waiting() {
        return waiting;
    }

    void waits() {
        waiting = true;
    }

    /** Makes the task ready to resume with these values. */
    void resumeWith(Values values) {
        waiting = false;
        resumption = values;
    }

    /** Returns the values to resume with, and clears them. */
    Values resumption() {
        Values values = resumption;
        resumption = Values.NONE;
        return values;
    }

    /** Ends the task with an error, or with a first result at the bottom of its stack. */
    void end(@Nullable String errorText, boolean result) {
        error = errorText;
        hasResult = result;
        done = true;
        if (whenDone != null) {
            whenDone.run();
        }
    }

    boolean done() {
        return done;
    }

    /** The error text of a failed task. */
    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** Claims the result; false when it was already claimed. */
    boolean join() {
        boolean first = !joined;
        joined = true;
        return first;
    }

    void whenDone(Runnable action) {
        whenDone = action;
    }

    /** Pushes the result, or nil without one. */
    int pushResult(long thread) {
        if (hasResult) {
            LuaApi.lua_pushvalue(thread(), 1);
            LuaApi.lua_xmove(thread(), thread, 1);
        } else {
            LuaApi.lua_pushnil(thread);
        }
        return 1;
    }
}
