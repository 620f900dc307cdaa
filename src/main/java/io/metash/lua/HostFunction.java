package io.metash.lua;

/** A function of the metactl table, written in Java. */
@FunctionalInterface
interface HostFunction {
    /** Result of a function that suspends the calling task until its values arrive. */
    int WAITS = -1;

    /**
     * Calls the function with the arguments on a Lua thread's stack.
     *
     * @return the number of values pushed, or {@link #WAITS}
     * @throws ScriptError for an error to raise in the script
     */
    int call(long thread);
}
