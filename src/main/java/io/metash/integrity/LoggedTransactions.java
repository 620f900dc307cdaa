package io.metash.integrity;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.KvOp;
import io.metash.record.OptionalU64;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.state.Counters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replays a log's transactions as far as their conditions are decided (meta-service-api §3.6, §3.7). */
final class LoggedTransactions {
    private final LogReplay replay;

    LoggedTransactions(LogReplay replay) {
        this.replay = replay;
    }

    Occurrence run(Cmd.Transaction txn) {
        Occurrence reached = Occurrence.YES;
        for (TxnOp.Conditional branch : txn.operations()) {
            Occurrence runs = Occurrence.YES;
            if (branch.predicate() != null) {
                runs = holds(branch.predicate());
            }
            run(branch.operations(), reached.and(runs));
            reached = reached.and(runs.not());
        }
        Occurrence then = Occurrence.YES;
        for (TxnCondition condition : txn.condition()) {
            then = then.and(holds(condition));
        }
        run(txn.ifThen(), reached.and(then));
        run(txn.elseThen(), reached.and(then.not()));
        return Occurrence.YES;
    }

    Occurrence run(Cmd.KvTransaction txn) {
        Occurrence reached = Occurrence.YES;
        for (KvOp.Branch branch : txn.branches()) {
            Occurrence runs = holds(branch.predicate());
            for (KvOp op : branch.operations()) {
                run(op, reached.and(runs));
            }
            reached = reached.and(runs.not());
        }
        return Occurrence.YES;
    }

    private void run(List<TxnOp> ops, Occurrence happens) {
        for (TxnOp op : ops) {
            if (happens != Occurrence.NO) {
                run(op.request(), happens);
            }
        }
    }

    private void run(TxnOp.@Nullable Request request, Occurrence happens) {
        if (request == null) {
            return;
        }
        request.<Occurrence, RuntimeException>match(
                get -> Occurrence.NO,
                put -> {
                    Occurrence matched = happens.and(matches(put.key(), known(put.matchSeq())));
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

    private void run(KvOp op, Occurrence happens) {
        op.<Occurrence, RuntimeException>match(
                get -> Occurrence.NO,
                put -> {
                    KvOp.Lookup target = put.target();
                    KvOp.Content content = put.payload();
                    Occurrence matched = happens.and(matches(target.key(), target.matchSeq()));
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

    private Occurrence increase(Bytes key, @Nullable Long matchSeq, long delta, long floor, Occurrence happens) {
        Occurrence matched = happens.and(matches(key, matchSeq));
        Bytes now = replay.small(key);
        Bytes after = null;
        if (now != null) {
            after = Counters.text(Counters.increased(Counters.number(now), delta, floor));
        }
        return replay.put(key, after, null, null, matched);
    }

    private Occurrence putSequential(
            Bytes prefix,
            Bytes sequenceKey,
            Bytes value,
            @Nullable Long expireAt,
            @Nullable Long ttlMs,
            Occurrence happens) {
        Bytes now = replay.small(sequenceKey);
        if (now == null) {
            replay.put(sequenceKey, null, null, null, happens);
            return replay.putSomewhere(prefix, value, expireAt, ttlMs, happens);
        }
        long number = Counters.number(now);
        replay.put(sequenceKey, Counters.text(Counters.next(number)), null, null, happens);
        return replay.put(Counters.key(prefix, number), value, expireAt, ttlMs, happens);
    }

    private Occurrence matches(Bytes key, @Nullable Long matchSeq) {
        if (matchSeq == null) {
            return Occurrence.YES;
        }
        return replay.sequence(key, KvOp.Compare.EQ, matchSeq);
    }

    private static @Nullable Long known(OptionalU64 number) {
        return number.value();
    }

    private Occurrence holds(TxnCondition.Expression expression) {
        boolean or = expression.operator() == 1;
        boolean any = false;
        Occurrence all = Occurrence.YES;
        if (or) {
            all = Occurrence.NO;
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
        return Occurrence.YES;
    }

    private Occurrence holds(TxnCondition condition) {
        KvOp.Compare op = KvOp.Compare.ofTransaction(condition.expected());
        return holds(condition.key(), condition.target(), op);
    }

    private Occurrence holds(KvOp.Predicate predicate) {
        return predicate.<Occurrence, RuntimeException>match(
                and -> and.predicates().stream()
                        .map(this::holds)
                        .reduce(Occurrence::and)
                        .orElse(Occurrence.YES),
                or -> or.predicates().stream()
                        .map(this::holds)
                        .reduce(Occurrence::or)
                        .orElse(Occurrence.YES),
                leaf -> holds(leaf.key(), leaf.target(), leaf.op()));
    }

    private Occurrence holds(Bytes key, TxnCondition.@Nullable Target target, KvOp.Compare op) {
        if (target == null) {
            return Occurrence.NO;
        }
        return target.<Occurrence, RuntimeException>match(
                wanted -> replay.value(key, op, wanted.value()),
                wanted -> replay.sequence(key, op, wanted.seq()),
                wanted -> replay.count(key, op, wanted.count()));
    }
}
