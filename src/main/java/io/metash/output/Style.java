package io.metash.output;

/**
 * The few styles of metash. Each goes with a mark or a word that says the same without colour; all are readable on light and on
 * dark backgrounds: no yellow, no white, no black, no background.
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
    /** What went wrong, what is dangerous; a word says so. */
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
