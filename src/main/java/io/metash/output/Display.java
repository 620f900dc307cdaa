package io.metash.output;

import java.util.Locale;
import java.util.Map;

/**
 * The display settings of an output: colours, characters beyond ASCII, clock.
 *
 * @param colors when colours are used
 * @param capable whether the terminal has colours and {@code NO_COLOR} is not set
 * @param unicode whether the caller's locale is UTF-8: else marks and lines are ASCII; data is never changed
 * @param local whether times are shown in local time, else in UTC
 */
public record Display(ColorMode colors, boolean capable, boolean unicode, boolean local) {
    /** No colours, UTC. */
    public static final Display PLAIN = new Display(ColorMode.NEVER, false, true, false);

    /** The display according to the environment of the process. */
    public static Display ofProcess() {
        return of(System.getenv());
    }

    /** The display for an environment; {@code METASH_CALLER_LOCALE} is the locale of the caller. */
    public static Display of(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "");
        boolean capable = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !term.isEmpty()
                && !term.equals("dumb")
                && !term.startsWith("vt1");
        String locale = environment.get("METASH_CALLER_LOCALE");
        if (locale == null) {
            locale = first(environment, "LC_ALL", "LC_CTYPE", "LANG");
        }
        String charset = locale.toLowerCase(Locale.ROOT);
        return new Display(ColorMode.AUTO, capable, charset.contains("utf-8") || charset.contains("utf8"), false);
    }

    private static String first(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /** This display with another colour mode. */
    public Display with(ColorMode newMode) {
        return new Display(newMode, capable, unicode, local);
    }

    /** This display in local time or in UTC. */
    public Display withLocal(boolean localClock) {
        return new Display(colors, capable, unicode, localClock);
    }

    /** Whether colours are used on a stream; {@code terminal}: whether it is a terminal. */
    public boolean colored(boolean terminal) {
        return colors == ColorMode.ALWAYS || (colors == ColorMode.AUTO && terminal && capable);
    }
}
