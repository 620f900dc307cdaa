package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.KvCursor;
import io.metash.record.KvOp;
import io.metash.record.OptionalU64;
import io.metash.record.SeqV;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs both forms of transactions (meta-service-api §3.6, §3.7). */
final class Transactions {
    private final StateWriter writer;
    private final TxnOperations operations;

    Transactions(StateWriter writer) {
        this.writer = writer;
        this.operations = new TxnOperations(writer);
    }

    ApplyResult.Transacted run(Cmd.Transaction txn) throws IOException {
        for (int i = 0; i < txn.operations().size(); i++) {
            TxnOp.Conditional branch = txn.operations().get(i);
            if (branch.predicate() == null || holds(branch.predicate())) {
                return new ApplyResult.Transacted(true, "operation:" + i, runAll(branch.operations()));
            }
        }
        boolean holds = all(txn.condition());
        if (holds) {
            return new ApplyResult.Transacted(true, "then", runAll(txn.ifThen()));
        }
        return new ApplyResult.Transacted(false, "else", runAll(txn.elseThen()));
    }

    ApplyResult.Transacted run(Cmd.KvTransaction txn) throws IOException {
        for (int i = 0; i < txn.branches().size(); i++) {
            KvOp.Branch branch = txn.branches().get(i);
            if (holds(branch.predicate())) {
                List<ApplyResult.Outcome> outcomes = new ArrayList<>();
                for (KvOp op : branch.operations()) {
                    outcomes.add(run(op));
                }
                return new ApplyResult.Transacted(true, "branch:" + i, outcomes);
            }
        }
        return new ApplyResult.Transacted(false, "none", List.of());
    }

    private List<ApplyResult.Outcome> runAll(List<TxnOp> ops) throws IOException {
        List<ApplyResult.Outcome> outcomes = new ArrayList<>();
        for (TxnOp op : ops) {
            outcomes.add(run(op.request()));
        }
        return outcomes;
    }

    private ApplyResult.Outcome run(TxnOp.@Nullable Request request) throws IOException {
        if (request == null) {
            return operations.get(Bytes.EMPTY);
        }
        return request.match(
                get -> operations.get(get.key()),
                put -> operations.put(put.key(), known(put.matchSeq()), put.value(), put.expireAt(), put.ttlMs()),
                delete -> operations.delete(delete.key(), known(delete.matchSeq())),
                delete -> operations.deleteByPrefix(delete.prefix()),
                inc -> {
                    Long floor = known(inc.maxValue());
                    return operations.fetchIncrease(inc.key(), inc.matchSeq(), inc.delta(), floor == null ? 0 : floor);
                },
                put -> operations.putSequential(
                        put.prefix(), put.sequenceKey(), put.value(), put.expiresAtMs(), put.ttlMs()));
    }

    private ApplyResult.Outcome run(KvOp op) throws IOException {
        return op.match(
                get -> operations.get(get.key()),
                put -> {
                    KvOp.Content content = put.payload();
                    return operations.put(
                            put.target().key(),
                            put.target().matchSeq(),
                            content.value(),
                            content.expireAtMs(),
                            content.ttlMs());
                },
                delete ->
                        operations.delete(delete.target().key(), delete.target().matchSeq()),
                delete -> operations.deleteByPrefix(delete.prefix()),
                inc -> operations.fetchIncrease(inc.target().key(), inc.target().matchSeq(), inc.delta(), inc.floor()),
                put -> {
                    KvOp.Content content = put.payload();
                    return operations.putSequential(
                            put.prefix(), put.sequenceKey(), content.value(), content.expireAtMs(), content.ttlMs());
                });
    }

    private static @Nullable Long known(OptionalU64 maybe) {
        return maybe.value();
    }

    private boolean all(List<TxnCondition> conditions) throws IOException {
        for (TxnCondition condition : conditions) {
            if (!holds(condition)) {
                return false;
            }
        }
        return true;
    }

    /** Evaluates an expression; true without children, even for or. */
    private boolean holds(TxnCondition.Expression expression) throws IOException {
        boolean or = expression.operator() == 1;
        boolean any = false;
        for (TxnCondition.Expression child : expression.subExpressions()) {
            any = true;
            if (holds(child) == or) {
                return or;
            }
        }
        for (TxnCondition condition : expression.conditions()) {
            any = true;
            if (holds(condition) == or) {
                return or;
            }
        }
        return !any || !or;
    }

    private boolean holds(TxnCondition condition) throws IOException {
        KvOp.Compare op = KvOp.Compare.ofTransaction(condition.expected());
        return holds(condition.key(), condition.target(), op);
    }

    private boolean holds(KvOp.Predicate predicate) throws IOException {
        return predicate.match(
                and -> holds(and.predicates(), false),
                or -> holds(or.predicates(), true),
                leaf -> holds(leaf.key(), leaf.target(), leaf.op()));
    }

    /** Evaluates a conjunction, or with {@code or} a disjunction; true without children. */
    private boolean holds(List<KvOp.Predicate> children, boolean or) throws IOException {
        for (KvOp.Predicate child : children) {
            if (holds(child) == or) {
                return or;
            }
        }
        return children.isEmpty() || !or;
    }

    private boolean holds(Bytes key, TxnCondition.@Nullable Target target, KvOp.Compare op) throws IOException {
        if (target == null) {
            return false;
        }
        return target.match(
                wanted -> {
                    SeqV now = writer.get(key);
                    return now != null && compares(now.data().compareTo(wanted.value()), op);
                },
                wanted -> {
                    SeqV now = writer.get(key);
                    return compares(U64.compare(SeqV.seqOf(now), wanted.seq()), op);
                },
                wanted -> compares(U64.compare(count(key, wanted.count()), wanted.count()), op));
    }

    /** Counts the keys with a prefix, up to just above {@code wanted}. */
    private long count(Bytes prefix, long wanted) throws IOException {
        long count = 0;
        try (KvCursor keys = writer.below(prefix)) {
            while (U64.compare(count, wanted) <= 0 && keys.next() && keys.key().startsWith(prefix)) {
                count++;
            }
        }
        return count;
    }

    private static boolean compares(int order, KvOp.Compare op) {
        return switch (op) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
        };
    }
}
