package io.metash.catalog;

/** Kinds of references. */
public enum ReferenceKind {
    /** Target of a grant to a user or role. */
    GRANTED,
    /** Object that has an owner. */
    OWNED,
    /** Role that owns an object. */
    OWNS,
    /** Default role or policy of a user. */
    OF_USER,
    /** Object that a name formerly denoted. */
    ONCE_NAMED,
    /** Object that a table, index or sequence depends on. */
    NEEDED,
    /** Object that other keys belong to. */
    KEPT_FOR
}
