package io.metash.output;

/** When colours are used. */
public enum ColorMode {
    /** On a terminal that has them, unless {@code NO_COLOR} is set. */
    AUTO,
    /** Everywhere. */
    ALWAYS,
    /** Nowhere. */
    NEVER
}
