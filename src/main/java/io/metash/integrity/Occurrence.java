package io.metash.integrity;

import io.metash.record.KvOp;
import io.metash.record.U64;

/** Whether an event happened, when some of the deciding facts may be unknown. */
enum Occurrence {
    NO,
    MAYBE,
    YES;

    static Occurrence of(boolean known) {
        if (known) {
            return YES;
        }
        return NO;
    }

    Occurrence and(Occurrence other) {
        if (compareTo(other) <= 0) {
            return this;
        }
        return other;
    }

    Occurrence or(Occurrence other) {
        if (compareTo(other) >= 0) {
            return this;
        }
        return other;
    }

    Occurrence not() {
        return values()[YES.ordinal() - ordinal()];
    }

    /** Compares a number known to lie between two bounds, u64, with a third number. */
    static Occurrence compare(long lowest, long highest, KvOp.Compare op, long wanted) {
        Occurrence below = within(U64.compare(highest, wanted) < 0, U64.compare(lowest, wanted) >= 0);
        Occurrence above = within(U64.compare(lowest, wanted) > 0, U64.compare(highest, wanted) <= 0);
        return switch (op) {
            case EQ -> below.or(above).not().and(lowest == highest ? YES : MAYBE);
            case NE -> lowest == highest ? of(lowest != wanted) : below.or(above);
            case LT -> below;
            case LE -> above.not();
            case GT -> above;
            case GE -> below.not();
        };
    }

    private static Occurrence within(boolean surely, boolean never) {
        if (surely) {
            return YES;
        }
        if (never) {
            return NO;
        }
        return MAYBE;
    }
}
