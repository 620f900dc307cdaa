package io.metash.raftdir.sled;

/** Kinds of log messages (sled-0.34 §3.3). The ordinal is the byte in the file. */
enum MessageKind {
    CORRUPTED,
    CANCELED,
    CAP,
    BATCH_MANIFEST,
    FREE,
    COUNTER,
    INLINE_META,
    LARGE_META,
    INLINE_NODE,
    LARGE_NODE,
    INLINE_LINK,
    LARGE_LINK;

    private static final MessageKind[] ALL = values();

    /** Returns the kind of a byte; {@link #CORRUPTED} for unknown bytes. */
    static MessageKind of(int code) {
        if (code < ALL.length) {
            return ALL[code];
        }
        return CORRUPTED;
    }

    /** Whether the body is a pointer to an item outside the log. */
    boolean large() {
        return this == LARGE_META || this == LARGE_NODE || this == LARGE_LINK;
    }

    /** Whether the message replaces the whole page. */
    boolean replaces() {
        return this == COUNTER
                || this == INLINE_META
                || this == LARGE_META
                || this == INLINE_NODE
                || this == LARGE_NODE;
    }

    /** Whether the message adds a change to a page. */
    boolean links() {
        return this == INLINE_LINK || this == LARGE_LINK;
    }
}
