package io.metash.history;

import io.metash.record.KvOp;

/** Whether something holds in a state that is known in part. */
enum Truth {
    /** It holds. */
    TRUE,
    /** It does not hold. */
    FALSE,
    /** What is known does not say. */
    OPEN;

    static Truth of(boolean holds) {
        if (holds) {
            return TRUE;
        }
        return FALSE;
    }

    /** Whether a comparison holds for two values of this order. */
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

    /** The comparison that holds when the given one does not. */
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
