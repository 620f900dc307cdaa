package io.metash.history;

import io.metash.record.KvOp;

/** Result of a condition on a partially known state. */
enum Truth {
    /** The condition is true. */
    TRUE,
    /** The condition is false. */
    FALSE,
    /** The evidence does not decide the condition. */
    OPEN;

    static Truth of(boolean holds) {
        if (holds) {
            return TRUE;
        }
        return FALSE;
    }

    /** Whether a comparison is true for two values of this order. */
    static boolean holds(int order, KvOp.Compare compare) {
        return switch (compare) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
        };
    }

    /** Returns the negation of a comparison. */
    static KvOp.Compare opposite(KvOp.Compare compare) {
        return switch (compare) {
            case EQ -> KvOp.Compare.NE;
            case NE -> KvOp.Compare.EQ;
            case LT -> KvOp.Compare.GE;
            case LE -> KvOp.Compare.GT;
            case GT -> KvOp.Compare.LE;
            case GE -> KvOp.Compare.LT;
        };
    }
}
