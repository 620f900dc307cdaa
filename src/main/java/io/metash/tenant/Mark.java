package io.metash.tenant;

/** Decision about a key. */
enum Mark {
    /** Undecided. */
    NONE,
    /** Part of the output. */
    KEEP,
    /** Not part of the output. */
    DROP
}
