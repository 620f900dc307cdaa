package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.KvOp;
import io.metash.record.OptionalU64;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Effect of a log entry on keys, whatever its encoding: branches, of which the first with a true condition runs. The
 * last branch's condition is always true.
 *
 * @param branches the branches; empty for an entry that changes no keys
 */
record Program(List<Branch> branches) {
    private static final KvOp.Predicate ALWAYS = new KvOp.And(List.of());
    private static final Program NOTHING = new Program(List.of());

    /**
     * A branch.
     *
     * @param name its name in the entry's result
     * @param condition the condition
     * @param actions the actions
     */
    record Branch(String name, KvOp.Predicate condition, List<Action> actions) {}

    /** Returns the program of an entry. */
    static Program of(Entry entry) {
        return entry.payload().match(blank -> NOTHING, members -> NOTHING, normal -> of(normal.cmd()));
    }

    private static Program of(Cmd cmd) {
        return cmd.match(add -> NOTHING, remove -> NOTHING, feature -> NOTHING, Program::of, Program::of, Program::of);
    }

    private static Program of(Cmd.UpsertKv upsert) {
        KvOp.Predicate condition = ALWAYS;
        if (upsert.seq() instanceof Cmd.Exact exact) {
            condition = leaf(upsert.key(), new TxnCondition.Seq(exact.seq()), KvOp.Compare.EQ);
        } else if (upsert.seq() instanceof Cmd.AtLeast least) {
            condition = leaf(upsert.key(), new TxnCondition.Seq(least.seq()), KvOp.Compare.GE);
        }
        return new Program(List.of(
                new Branch("done", condition, List.of(action(upsert))), new Branch("refused", ALWAYS, List.of())));
    }

    private static Action action(Cmd.UpsertKv upsert) {
        if (upsert.value() instanceof Cmd.Delete) {
            return new Action.Delete(upsert.key(), null);
        }
        Cmd.MetaSpec meta = upsert.valueMeta();
        Long ttl;
        if (meta == null || meta.ttl() == null) {
            ttl = null;
        } else {
            ttl = (Long) meta.ttl().millis();
        }
        Long expireAt = null;
        if (meta != null) {
            expireAt = meta.expireAt();
        }
        if (upsert.value() instanceof Cmd.Update update) {
            return new Action.Put(upsert.key(), null, content(update.value(), expireAt, ttl));
        }
        return new Action.Keep(upsert.key(), content(Bytes.EMPTY, expireAt, ttl));
    }

    private static Program of(Cmd.Transaction txn) {
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i < txn.operations().size(); i++) {
            TxnOp.Conditional branch = txn.operations().get(i);
            KvOp.Predicate condition = ALWAYS;
            if (branch.predicate() != null) {
                condition = predicate(branch.predicate());
            }
            branches.add(new Branch("operation:" + i, condition, actions(branch.operations())));
        }
        KvOp.Predicate all =
                new KvOp.And(txn.condition().stream().map(Program::leaf).toList());
        branches.add(new Branch("then", all, actions(txn.ifThen())));
        branches.add(new Branch("else", ALWAYS, actions(txn.elseThen())));
        return new Program(branches);
    }

    private static Program of(Cmd.KvTransaction txn) {
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i < txn.branches().size(); i++) {
            KvOp.Branch branch = txn.branches().get(i);
            List<Action> actions = new ArrayList<>();
            branch.operations().forEach(op -> add(op, actions));
            branches.add(new Branch("branch:" + i, branch.predicate(), actions));
        }
        branches.add(new Branch("none", ALWAYS, List.of()));
        return new Program(branches);
    }

    private static KvOp.Predicate predicate(TxnCondition.Expression expression) {
        List<KvOp.Predicate> children = new ArrayList<>();
        expression.subExpressions().forEach(child -> children.add(predicate(child)));
        expression.conditions().forEach(condition -> children.add(leaf(condition)));
        if (expression.operator() == 1) {
            return new KvOp.Or(children);
        }
        return new KvOp.And(children);
    }

    private static KvOp.Predicate leaf(TxnCondition condition) {
        KvOp.Compare compare =
                switch ((int) condition.expected()) {
                    case 1 -> KvOp.Compare.GT;
                    case 2 -> KvOp.Compare.GE;
                    case 3 -> KvOp.Compare.LT;
                    case 4 -> KvOp.Compare.LE;
                    case 5 -> KvOp.Compare.NE;
                    default -> KvOp.Compare.EQ;
                };
        TxnCondition.Target target = condition.target();
        if (target == null) {
            // Without a target a condition is false, like this one: no sequence number is below 0.
            return leaf(condition.key(), new TxnCondition.Seq(0), KvOp.Compare.LT);
        }
        return leaf(condition.key(), target, compare);
    }

    private static KvOp.Predicate leaf(Bytes key, TxnCondition.Target target, KvOp.Compare compare) {
        return new KvOp.Leaf(key, target, compare, UnknownFields.NONE);
    }

    private static List<Action> actions(List<TxnOp> operations) {
        List<Action> actions = new ArrayList<>();
        for (TxnOp op : operations) {
            // An absent request is a get of the empty key.
            if (op.request() != null) {
                add(op.request(), actions);
            }
        }
        return actions;
    }

    private static void add(TxnOp.Request request, List<Action> actions) {
        request.<Optional<Action>, RuntimeException>match(
                        get -> Optional.empty(),
                        put -> Optional.of(new Action.Put(
                                put.key(), number(put.matchSeq()), content(put.value(), put.expireAt(), put.ttlMs()))),
                        delete -> Optional.of(new Action.Delete(delete.key(), number(delete.matchSeq()))),
                        delete -> Optional.of(new Action.DeletePrefix(delete.prefix())),
                        increase -> Optional.of(new Action.Increase(
                                increase.key(), increase.matchSeq(), increase.delta(), floor(increase.maxValue()))),
                        put -> Optional.of(new Action.PutNext(
                                put.prefix(), put.sequenceKey(), content(put.value(), put.expiresAtMs(), put.ttlMs()))))
                .ifPresent(actions::add);
    }

    private static void add(KvOp op, List<Action> actions) {
        op.<Optional<Action>, RuntimeException>match(
                        get -> Optional.empty(),
                        put -> Optional.of(
                                new Action.Put(put.target().key(), put.target().matchSeq(), put.payload())),
                        delete -> Optional.of(new Action.Delete(
                                delete.target().key(), delete.target().matchSeq())),
                        delete -> Optional.of(new Action.DeletePrefix(delete.prefix())),
                        increase -> Optional.of(new Action.Increase(
                                increase.target().key(),
                                increase.target().matchSeq(),
                                increase.delta(),
                                increase.floor())),
                        put -> Optional.of(new Action.PutNext(put.prefix(), put.sequenceKey(), put.payload())))
                .ifPresent(actions::add);
    }

    private static long floor(OptionalU64 maybe) {
        Long floor = number(maybe);
        if (floor == null) {
            return 0;
        }
        return floor;
    }

    private static KvOp.Content content(Bytes value, @Nullable Long expireAtMs, @Nullable Long ttlMs) {
        return new KvOp.Content(value, expireAtMs, ttlMs, UnknownFields.NONE);
    }

    private static @Nullable Long number(OptionalU64 maybe) {
        return maybe.value();
    }
}
