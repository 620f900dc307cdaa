package io.metash.lua;

/** An error that a host function raises in the script, with the text that the script sees. */
final class ScriptError extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScriptError(String text) {
        super(text, null, false, false);
    }
}
