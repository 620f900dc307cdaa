package io.metash.tenant;

/** Treatments of keys of unknown families. */
public enum UnknownKeys {
    /** Fail and name the keys. */
    FAIL,
    /** Keep the keys. */
    KEEP,
    /** Drop the keys. */
    DROP
}
