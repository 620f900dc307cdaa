package io.metash.integrity;

import io.metash.record.KvOp;
import io.metash.record.U64;

/** Whether something happened, where a part of what decides it may be unknown. */
enum Certainty {
    NO,
    MAYBE,
    YES;

    static Certainty of(boolean known) {
        if (known) {
            return YES;
        }
        return NO;
    }

    Certainty and(Certainty other) {
        if (compareTo(other) <= 0) {
            return this;
        }
        return other;
    }

    Certainty or(Certainty other) {
        if (compareTo(other) >= 0) {
            return this;
        }
        return other;
    }

    Certainty not() {
        return values()[YES.ordinal() - ordinal()];
    }

    /** Compares a number known to lie between two others, u64, with a third one. */
    static Certainty compare(long lowest, long highest, KvOp.Compare op, long wanted) {
        Certainty below = within(U64.compare(highest, wanted) < 0, U64.compare(lowest, wanted) >= 0);
        Certainty above = within(U64.compare(lowest, wanted) > 0, U64.compare(highest, wanted) <= 0);
        return switch (op) {
            case EQ -> below.or(above).not().and(lowest == highest ? YES : MAYBE);
            case NE -> lowest == highest ? of(lowest != wanted) : below.or(above);
            case LT -> below;
            case LE -> above.not();
            case GT -> above;
            case GE -> below.not();
        };
    }

    private static Certainty within(boolean surely, boolean never) {
        if (surely) {
            return YES;
        }
        if (never) {
            return NO;
        }
        return MAYBE;
    }
}
