package io.metash.lua;

/** A script ended with an error that it did not catch. */
public final class ScriptFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScriptFailed(String text) {
        super(text, null, false, false);
    }
}
