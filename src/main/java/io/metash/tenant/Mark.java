package io.metash.tenant;

/** Whether a key is part of the output. */
enum Mark {
    /** Not decided yet. */
    NONE,
    /** It does. */
    KEEP,
    /** It does not. */
    DROP
}
