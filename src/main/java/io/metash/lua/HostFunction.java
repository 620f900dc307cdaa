package io.metash.lua;

/** A function of the metactl table, written in Java. */
@FunctionalInterface
interface HostFunction {
    /** The answer of a function whose values come later: the calling task is suspended. */
    int WAITS = -1;

    /**
     * Calls it with the arguments on the stack of a Lua thread.
     *
     * @return how many values it pushed, or {@link #WAITS}
     * @throws ScriptError for an error that the script is to see
     */
    int call(long thread);
}
