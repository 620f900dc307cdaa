package io.metash.lua;

import java.util.regex.Pattern;

/** Formats stack tracebacks like the reference client. */
final class Traceback {
    private static final Pattern FIRST = Pattern.compile("\n\t[^\n]*?:\\d+: in (function <[^\n]*>)?");

    private Traceback() {}

    /**
     * Rewrites a traceback that starts in the Lua wrapper of a host function, to show it as a C function like the
     * reference client's.
     */
    static String ofHostFunction(String trace) {
        return FIRST.matcher(trace).replaceFirst(found -> "\n\t[C]: in " + (found.group(1) == null ? "" : "?"));
    }
}
