package io.metash.lua;

/** The values with which a suspended function resumes. */
@FunctionalInterface
interface Values {
    /** No values. */
    Values NONE = thread -> 0;

    /** Pushes the values onto a Lua thread's stack and returns their number. */
    int push(long thread);
}
