package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.KvOp;
import io.metash.record.TxnCondition;
import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Evaluates conditions of log entries on a partially known state. */
final class Conditions {
    private final TouchedKeys keys;
    private final Inference inference;
    private int current;

    Conditions(TouchedKeys keys, Inference inference) {
        this.keys = keys;
        this.inference = inference;
    }

    /** Selects the entry whose conditions are evaluated next. */
    void at(int index) {
        current = index;
    }

    /**
     * Whether an otherwise unknown key certainly exists: the snapshot has it, and no later entry can have created it.
     */
    private boolean exists(Bytes key) {
        TouchedKey touched = keys.find(key);
        return touched != null && touched.keepsBytesFrom(current);
    }

    /** Evaluates a condition. A conjunction without parts is true. */
    Truth holds(KvOp.Predicate condition) throws IOException {
        if (condition instanceof KvOp.Leaf leaf) {
            return holds(leaf);
        }
        boolean or = condition instanceof KvOp.Or;
        List<KvOp.Predicate> parts = parts(condition);
        Truth deciding = Truth.of(or);
        boolean open = false;
        for (KvOp.Predicate part : parts) {
            Truth holds = holds(part);
            if (holds == deciding) {
                return deciding;
            }
            open |= holds == Truth.OPEN;
        }
        if (open) {
            return Truth.OPEN;
        }
        return Truth.of(parts.isEmpty() || !or);
    }

    private static List<KvOp.Predicate> parts(KvOp.Predicate condition) {
        if (condition instanceof KvOp.Or or) {
            return or.predicates();
        }
        return ((KvOp.And) condition).predicates();
    }

    private Truth holds(KvOp.Leaf leaf) throws IOException {
        if (leaf.target() instanceof TxnCondition.Seq wanted) {
            return number(leaf.key(), wanted.seq(), leaf.op());
        }
        if (leaf.target() instanceof TxnCondition.Value wanted) {
            return value(leaf.key(), wanted.value(), leaf.op());
        }
        if (leaf.target() instanceof TxnCondition.KeysWithPrefix wanted) {
            return count(leaf.key(), wanted.count(), leaf.op());
        }
        return Truth.FALSE;
    }

    /**
     * Compares values. Only equality decides: pseudonyms of a redacted copy are equal where the values were, but in
     * another order.
     */
    private Truth value(Bytes key, Bytes wanted, KvOp.Compare compare) throws IOException {
        Certainty certainty = keys.certainty(key);
        if (certainty == Certainty.ABSENT) {
            return Truth.FALSE;
        }
        boolean equality = compare == KvOp.Compare.EQ || compare == KvOp.Compare.NE;
        if (!certainty.present() || !equality) {
            return Truth.OPEN;
        }
        return Truth.of(keys.value(key).data().equals(wanted) == (compare == KvOp.Compare.EQ));
    }

    /** Evaluates the sequence number that an operation requires of a key; null requires nothing. */
    Truth matches(Bytes key, @Nullable Long matchSeq) throws IOException {
        if (matchSeq == null) {
            return Truth.TRUE;
        }
        return number(key, matchSeq, KvOp.Compare.EQ);
    }

    private Truth number(Bytes key, long wanted, KvOp.Compare compare) throws IOException {
        switch (keys.certainty(key)) {
            case ABSENT:
                return compared(0, 0, wanted, compare);
            case KNOWN:
                long seq = keys.value(key).seq();
                return compared(seq, seq, wanted, compare);
            case NUMBER_OPEN:
                TouchedKey written = Objects.requireNonNull(keys.find(key), "an open number has a writer");
                int entry = written.writer();
                return compared(inference.low(entry) + 1, inference.high(entry + 1), wanted, compare);
            default:
                // The stored value has the number of an earlier write, or of a write by this entry.
                return compared(exists(key) ? 1 : 0, inference.high(current + 1), wanted, compare);
        }
    }

    /** Compares a number that is known to lie between two bounds. */
    private static Truth compared(long low, long high, long wanted, KvOp.Compare compare) {
        int first = U64.compare(low, wanted);
        int last = U64.compare(high, wanted);
        boolean inside = first <= 0 && last >= 0;
        if (compare == KvOp.Compare.EQ || compare == KvOp.Compare.NE) {
            if (inside && low != high) {
                return Truth.OPEN;
            }
            return Truth.of(inside == (compare == KvOp.Compare.EQ));
        }
        boolean atLow = Truth.holds(first, compare);
        if (atLow == Truth.holds(last, compare)) {
            return Truth.of(atLow);
        }
        return Truth.OPEN;
    }

    /**
     * Evaluates a condition on the number of keys. Unnamed keys may exist, so only results that more keys cannot
     * change are decided.
     */
    private Truth count(Bytes prefix, long wanted, KvOp.Compare compare) throws IOException {
        int atLeast = U64.compare(keys.countBelow(prefix, wanted), wanted);
        boolean above = atLeast > 0;
        return switch (compare) {
            case GE -> atLeast >= 0 ? Truth.TRUE : Truth.OPEN;
            case LT -> atLeast >= 0 ? Truth.FALSE : Truth.OPEN;
            case GT, NE -> above ? Truth.TRUE : Truth.OPEN;
            case LE, EQ -> above ? Truth.FALSE : Truth.OPEN;
        };
    }

    /** Records facts about keys that follow from the outcome of a condition. */
    void learn(KvOp.Predicate condition, boolean held) throws IOException {
        if (condition instanceof KvOp.Leaf leaf) {
            learn(leaf, held);
            return;
        }
        List<KvOp.Predicate> parts = parts(condition);
        boolean each = condition instanceof KvOp.Or != held;
        List<KvOp.Predicate> deciding = new ArrayList<>();
        for (KvOp.Predicate part : parts) {
            if (each || holds(part) != Truth.of(!held)) {
                deciding.add(part);
            }
        }
        if (each || deciding.size() == 1) {
            for (KvOp.Predicate part : deciding) {
                learn(part, held);
            }
        }
    }

    private void learn(KvOp.Leaf leaf, boolean held) throws IOException {
        TouchedKey key = keys.find(leaf.key());
        if (key == null || !(leaf.target() instanceof TxnCondition.Seq wanted)) {
            return;
        }
        KvOp.Compare compare;
        if (held) {
            compare = leaf.op();
        } else {
            compare = Truth.opposite(leaf.op());
        }
        Certainty now = keys.certainty(leaf.key());
        if (impliesAbsent(wanted.seq(), compare)) {
            if (now == Certainty.UNKNOWN || now == Certainty.ABSENT_OR_EXPIRED) {
                if (key.foundAbsent()) {
                    inference.learned();
                }
            }
        } else if (compare == KvOp.Compare.EQ && now == Certainty.NUMBER_OPEN && key.position() > 0) {
            inference.before(key.writer(), wanted.seq() - key.position());
        } else if (compare == KvOp.Compare.EQ && now == Certainty.UNKNOWN) {
            written(key, wanted.seq());
        }
    }

    /**
     * Records a key's sequence number after its last touch: if it is higher than all numbers before that entry, the
     * entry wrote the key.
     */
    private void written(TouchedKey key, long seq) {
        int entry = key.touch();
        if (entry == TouchedKey.BEFORE_LOG || key.openBranches() == 0 || seq <= inference.high(entry)) {
            return;
        }
        inference.allow(entry, key.openBranches());
        if (key.openPosition() > 0) {
            inference.before(entry, seq - key.openPosition());
        }
    }

    private static boolean impliesAbsent(long seq, KvOp.Compare compare) {
        return seq == 0 && (compare == KvOp.Compare.EQ || compare == KvOp.Compare.LE)
                || seq == 1 && compare == KvOp.Compare.LT;
    }
}
