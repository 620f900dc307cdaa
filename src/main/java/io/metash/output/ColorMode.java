package io.metash.output;

/** When colours are used. */
public enum ColorMode {
    /** On a terminal with colours, unless {@code NO_COLOR} is set. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER
}
