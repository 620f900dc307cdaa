package io.metash.lua;

import java.util.regex.Pattern;

/** Traces of calls as the reference prints them. */
final class Traceback {
    private static final Pattern FIRST = Pattern.compile("\n\t[^\n]*?:\\d+: in (function <[^\n]*>)?");

    private Traceback() {}

    /** A trace whose first call is the Lua side of a host function: it is shown as the C function that the reference has. */
    static String ofHostFunction(String trace) {
        return FIRST.matcher(trace).replaceFirst(found -> "\n\t[C]: in " + (found.group(1) == null ? "" : "?"));
    }
}
