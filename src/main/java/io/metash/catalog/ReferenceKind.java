package io.metash.catalog;

/** Why something is referred to. */
public enum ReferenceKind {
    /** A user or a role may do something with it. */
    GRANTED,
    /** It has an owner. */
    OWNED,
    /** It owns something. */
    OWNS,
    /** Assigned to a user: a default role, a policy. */
    OF_USER,
    /** A name once led to it. */
    ONCE_NAMED,
    /** A table, an index or a sequence needs it. */
    NEEDED,
    /** Keys are kept for it. */
    KEPT_FOR
}
