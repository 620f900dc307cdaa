package io.metash.lua;

/** Thrown when a script ends with an uncaught error. */
public final class ScriptFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScriptFailed(String text) {
        super(text, null, false, false);
    }
}
