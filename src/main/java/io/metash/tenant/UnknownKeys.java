package io.metash.tenant;

/** What becomes of keys of an unknown family. */
public enum UnknownKeys {
    /** The filter fails and names them. */
    FAIL,
    /** They are kept. */
    KEEP,
    /** They are dropped. */
    DROP
}
