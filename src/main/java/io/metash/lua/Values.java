package io.metash.lua;

/** The values that a suspended function returns once its task resumes. */
@FunctionalInterface
interface Values {
    /** No value. */
    Values NONE = thread -> 0;

    /** Pushes them onto the stack of a Lua thread; returns how many they are. */
    int push(long thread);
}
