package io.metash.config;

/** Key bindings of the line editor. */
public enum EditMode {
    /** Emacs key bindings. */
    EMACS,
    /** Vi key bindings. */
    VI
}
