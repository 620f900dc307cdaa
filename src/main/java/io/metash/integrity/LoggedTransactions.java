package io.metash.integrity;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.KvOp;
import io.metash.record.OptionalU64;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.state.Counters;
import java.util.List;

/** Follows the transactions of a log as far as their conditions are decided (meta-service-api §3.6, §3.7). */
final class LoggedTransactions {
    private final LogReplay replay;

    LoggedTransactions(LogReplay replay) {
        this.replay = replay;
    }

    Certainty run(Cmd.Transaction txn) {
        Certainty reached = Certainty.YES;
        for (TxnOp.Conditional branch : txn.operations()) {
            Certainty taken = Certainty.YES;
            if (branch.predicate() != null) {
                taken = holds(branch.predicate());
            }
            run(branch.operations(), reached.and(taken));
            reached = reached.and(taken.not());
        }
        Certainty then = Certainty.YES;
        for (TxnCondition condition : txn.condition()) {
            then = then.and(holds(condition));
        }
        run(txn.ifThen(), reached.and(then));
        run(txn.elseThen(), reached.and(then.not()));
        return Certainty.YES;
    }

    Certainty run(Cmd.KvTransaction txn) {
        Certainty reached = Certainty.YES;
        for (KvOp.Branch branch : txn.branches()) {
            Certainty taken = holds(branch.predicate());
            for (KvOp op : branch.operations()) {
                run(op, reached.and(taken));
            }
            reached = reached.and(taken.not());
        }
        return Certainty.YES;
    }

    private void run(List<TxnOp> ops, Certainty happens) {
        for (TxnOp op : ops) {
            if (happens != Certainty.NO) {
                run(op.request(), happens);
            }
        }
    }

    private void run(TxnOp.Request request, Certainty happens) {
        if (request == null) {
            return;
        }
        request.<Certainty, RuntimeException>match(
                get -> Certainty.NO,
                put -> {
                    Certainty matched = happens.and(matches(put.key(), known(put.matchSeq())));
                    return replay.put(put.key(), put.value(), put.expireAt(), put.ttlMs(), matched);
                },
                delete -> replay.remove(delete.key(), happens.and(matches(delete.key(), known(delete.matchSeq())))),
                delete -> replay.removePrefix(delete.prefix(), happens),
                inc -> {
                    Long floor = known(inc.maxValue());
                    return increase(inc.key(), inc.matchSeq(), inc.delta(), floor == null ? 0 : floor, happens);
                },
                put -> putSequential(
                        put.prefix(), put.sequenceKey(), put.value(), put.expiresAtMs(), put.ttlMs(), happens));
    }

    private void run(KvOp op, Certainty happens) {
        op.<Certainty, RuntimeException>match(
                get -> Certainty.NO,
                put -> {
                    KvOp.Lookup target = put.target();
                    KvOp.Content content = put.payload();
                    Certainty matched = happens.and(matches(target.key(), target.matchSeq()));
                    return replay.put(target.key(), content.value(), content.expireAtMs(), content.ttlMs(), matched);
                },
                delete -> {
                    KvOp.Lookup target = delete.target();
                    return replay.remove(target.key(), happens.and(matches(target.key(), target.matchSeq())));
                },
                delete -> replay.removePrefix(delete.prefix(), happens),
                inc -> increase(inc.target().key(), inc.target().matchSeq(), inc.delta(), inc.floor(), happens),
                put -> {
                    KvOp.Content content = put.payload();
                    return putSequential(
                            put.prefix(),
                            put.sequenceKey(),
                            content.value(),
                            content.expireAtMs(),
                            content.ttlMs(),
                            happens);
                });
    }

    private Certainty increase(Bytes key, Long matchSeq, long delta, long floor, Certainty happens) {
        Certainty matched = happens.and(matches(key, matchSeq));
        Bytes now = replay.small(key);
        Bytes after = null;
        if (now != null) {
            after = Counters.text(Counters.increased(Counters.number(now), delta, floor));
        }
        return replay.put(key, after, null, null, matched);
    }

    private Certainty putSequential(
            Bytes prefix, Bytes sequenceKey, Bytes value, Long expireAt, Long ttlMs, Certainty happens) {
        Bytes now = replay.small(sequenceKey);
        if (now == null) {
            replay.put(sequenceKey, null, null, null, happens);
            return replay.putSomewhere(prefix, value, expireAt, ttlMs, happens);
        }
        long number = Counters.number(now);
        replay.put(sequenceKey, Counters.text(Counters.next(number)), null, null, happens);
        return replay.put(Counters.key(prefix, number), value, expireAt, ttlMs, happens);
    }

    private Certainty matches(Bytes key, Long matchSeq) {
        if (matchSeq == null) {
            return Certainty.YES;
        }
        return replay.sequence(key, KvOp.Compare.EQ, matchSeq);
    }

    private static Long known(OptionalU64 number) {
        if (number == null) {
            return null;
        }
        return number.value();
    }

    private Certainty holds(TxnCondition.Expression expression) {
        boolean or = expression.operator() == 1;
        boolean any = false;
        Certainty all = Certainty.YES;
        if (or) {
            all = Certainty.NO;
        }
        for (TxnCondition.Expression child : expression.subExpressions()) {
            any = true;
            if (or) {
                all = all.or(holds(child));
            } else {
                all = all.and(holds(child));
            }
        }
        for (TxnCondition condition : expression.conditions()) {
            any = true;
            if (or) {
                all = all.or(holds(condition));
            } else {
                all = all.and(holds(condition));
            }
        }
        if (any) {
            return all;
        }
        return Certainty.YES;
    }

    private Certainty holds(TxnCondition condition) {
        KvOp.Compare op = KvOp.Compare.ofTransaction(condition.expected());
        return holds(condition.key(), condition.target(), op);
    }

    private Certainty holds(KvOp.Predicate predicate) {
        return predicate.<Certainty, RuntimeException>match(
                and -> and.predicates().stream()
                        .map(this::holds)
                        .reduce(Certainty::and)
                        .orElse(Certainty.YES),
                or -> or.predicates().stream()
                        .map(this::holds)
                        .reduce(Certainty::or)
                        .orElse(Certainty.YES),
                leaf -> holds(leaf.key(), leaf.target(), leaf.op()));
    }

    private Certainty holds(Bytes key, TxnCondition.Target target, KvOp.Compare op) {
        if (target == null) {
            return Certainty.NO;
        }
        return target.<Certainty, RuntimeException>match(
                wanted -> replay.value(key, op, wanted.value()),
                wanted -> replay.sequence(key, op, wanted.seq()),
                wanted -> replay.count(key, op, wanted.count()));
    }
}
