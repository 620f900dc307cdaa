package io.metash.output;

/**
 * The styles of metash. Each is accompanied by a mark or word with the same meaning; all are readable on light and dark
 * backgrounds: no yellow, white, black or background color.
 */
public enum Style {
    /** The heads of columns. */
    HEAD("1"),
    /** A prefix that holds more keys; it ends in a slash. */
    GROUP("1;34"),
    /** What matters less. */
    FAINT("2"),
    /** What was found. */
    MATCH("1;35"),
    /** Errors and danger, also expressed in words. */
    BAD("1;31"),
    /** What is well. */
    GOOD("32"),
    /** An option. */
    OPTION("36"),
    /** Text in quotes. */
    QUOTED("32"),
    /** A key. */
    KEY("34"),
    /** A session. */
    SESSION("35"),
    /** A command. */
    COMMAND("1"),
    /** No command. */
    UNKNOWN("4;31");

    private final String codes;

    Style(String codes) {
        this.codes = codes;
    }

    /** The parameters of the escape sequence. */
    public String codes() {
        return codes;
    }

    /** Text in this style where colours are on, the text itself else. */
    public String on(String text, boolean colored) {
        if (colored) {
            return "\033[" + codes + "m" + text + "\033[0m";
        }
        return text;
    }
}
