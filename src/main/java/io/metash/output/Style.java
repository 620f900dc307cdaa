package io.metash.output;

/**
 * The styles of metash. Each is accompanied by a mark or word with the same meaning; all are readable on light and dark
 * backgrounds: no yellow, white, black or background color.
 */
public enum Style {
    /** Column headings. */
    HEAD("1"),
    /** A prefix with more keys; ends in a slash. */
    GROUP("1;34"),
    /** Secondary text. */
    FAINT("2"),
    /** A match of a search. */
    MATCH("1;35"),
    /** Errors and danger, also expressed in words. */
    BAD("1;31"),
    /** Success. */
    GOOD("32"),
    /** An option. */
    OPTION("36"),
    /** Quoted text. */
    QUOTED("32"),
    /** A key. */
    KEY("34"),
    /** A session. */
    SESSION("35"),
    /** A command. */
    COMMAND("1"),
    /** An unknown command. */
    UNKNOWN("4;31");

    private final String codes;

    Style(String codes) {
        this.codes = codes;
    }

    /** The parameters of the escape sequence. */
    public String codes() {
        return codes;
    }

    /** Styles a text if {@code colored}; else returns it unchanged. */
    public String on(String text, boolean colored) {
        if (colored) {
            return "\033[" + codes + "m" + text + "\033[0m";
        }
        return text;
    }
}
