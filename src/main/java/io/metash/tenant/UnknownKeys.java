package io.metash.tenant;

/** The treatment of keys of unknown families. */
public enum UnknownKeys {
    /** The filter fails and names them. */
    FAIL,
    /** They are kept. */
    KEEP,
    /** They are dropped. */
    DROP
}
