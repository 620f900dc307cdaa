package io.metash.config;

/** The keys of the line editor. */
public enum EditMode {
    /** Keys as in Emacs. */
    EMACS,
    /** Keys as in vi. */
    VI
}
