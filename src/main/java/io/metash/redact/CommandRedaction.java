package io.metash.redact;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.KvOp;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rewrites the commands of log entries: keys, prefixes, values, conditions and addresses. */
final class CommandRedaction {
    private final RecordRedaction records;

    CommandRedaction(RecordRedaction records) {
        this.records = records;
    }

    Entry.Payload payload(Entry.Payload payload) {
        return payload.<Entry.Payload, RuntimeException>match(
                blank -> blank,
                members -> new Entry.Members(records.membership(members.membership())),
                normal -> new Entry.Normal(normal.timeMs(), command(normal.cmd()), records.without(normal.extra())));
    }

    private Cmd command(Cmd cmd) {
        return cmd.<Cmd, RuntimeException>match(
                add -> new Cmd.AddNode(
                        add.nodeId(), records.node(add.node()), add.overriding(), records.without(add.extra())),
                remove -> new Cmd.RemoveNode(remove.nodeId(), records.without(remove.extra())),
                feature -> new Cmd.SetFeature(feature.feature(), feature.enable(), records.without(feature.extra())),
                upsert -> new Cmd.UpsertKv(
                        records.key(upsert.key()),
                        upsert.seq(),
                        operation(upsert.key(), upsert.value()),
                        spec(upsert.valueMeta()),
                        records.without(upsert.extra())),
                txn -> new Cmd.Transaction(
                        txn.operations().stream().map(this::branch).toList(),
                        txn.condition().stream().map(this::condition).toList(),
                        txn.ifThen().stream().map(this::operation).toList(),
                        txn.elseThen().stream().map(this::operation).toList(),
                        records.without(txn.extra())),
                txn -> new Cmd.KvTransaction(
                        txn.branches().stream().map(this::branch).toList(), records.without(txn.extra())));
    }

    private Cmd.Operation operation(Bytes key, Cmd.Operation operation) {
        if (operation instanceof Cmd.Update update) {
            return new Cmd.Update(records.value(key, update.value()));
        }
        return operation;
    }

    private Cmd.@Nullable MetaSpec spec(Cmd.@Nullable MetaSpec spec) {
        if (spec == null) {
            return null;
        }
        Cmd.Ttl ttl = spec.ttl();
        return new Cmd.MetaSpec(
                spec.expireAt(),
                ttl == null ? null : new Cmd.Ttl(ttl.millis(), records.without(ttl.extra())),
                records.without(spec.extra()));
    }

    private TxnOp.Conditional branch(TxnOp.Conditional branch) {
        return new TxnOp.Conditional(
                branch.predicate() == null ? null : expression(branch.predicate()),
                branch.operations().stream().map(this::operation).toList(),
                records.without(branch.extra()));
    }

    private TxnCondition.Expression expression(TxnCondition.Expression expression) {
        return new TxnCondition.Expression(
                expression.operator(),
                expression.subExpressions().stream().map(this::expression).toList(),
                expression.conditions().stream().map(this::condition).toList(),
                records.without(expression.extra()));
    }

    private TxnCondition condition(TxnCondition condition) {
        TxnCondition.Target target = condition.target();
        return new TxnCondition(
                conditionKey(condition.key(), target),
                condition.expected(),
                target == null ? null : target(condition.key(), target),
                records.without(condition.extra()));
    }

    private Bytes conditionKey(Bytes key, TxnCondition.@Nullable Target target) {
        if (target instanceof TxnCondition.KeysWithPrefix) {
            return records.prefix(key);
        }
        return records.key(key);
    }

    private TxnCondition.Target target(Bytes key, TxnCondition.Target target) {
        if (target instanceof TxnCondition.Value value) {
            return new TxnCondition.Value(records.value(key, value.value()));
        }
        return target;
    }

    private TxnOp operation(TxnOp operation) {
        return new TxnOp(
                operation.request() == null ? null : request(operation.request()), records.without(operation.extra()));
    }

    private TxnOp.Request request(TxnOp.Request request) {
        return request.<TxnOp.Request, RuntimeException>match(
                get -> new TxnOp.Get(records.key(get.key()), records.without(get.extra())),
                put -> new TxnOp.Put(
                        records.key(put.key()),
                        records.value(put.key(), put.value()),
                        put.prevValue(),
                        put.expireAt(),
                        put.ttlMs(),
                        put.matchSeq(),
                        records.without(put.extra())),
                delete -> new TxnOp.Delete(
                        records.key(delete.key()),
                        delete.prevValue(),
                        delete.matchSeq(),
                        records.without(delete.extra())),
                delete -> new TxnOp.DeleteByPrefix(records.prefix(delete.prefix()), records.without(delete.extra())),
                increase -> new TxnOp.FetchIncrease(
                        records.key(increase.key()),
                        increase.matchSeq(),
                        increase.delta(),
                        increase.maxValue(),
                        records.without(increase.extra())),
                put -> new TxnOp.PutSequential(
                        records.prefix(put.prefix()),
                        records.key(put.sequenceKey()),
                        records.value(put.prefix(), put.value()),
                        put.expiresAtMs(),
                        put.ttlMs(),
                        records.without(put.extra())));
    }

    private KvOp.Branch branch(KvOp.Branch branch) {
        return new KvOp.Branch(
                predicate(branch.predicate()),
                branch.operations().stream().map(this::operation).toList(),
                records.without(branch.extra()));
    }

    private KvOp.Predicate predicate(KvOp.Predicate predicate) {
        return predicate.<KvOp.Predicate, RuntimeException>match(
                and -> new KvOp.And(predicates(and.predicates())),
                or -> new KvOp.Or(predicates(or.predicates())),
                leaf -> new KvOp.Leaf(
                        conditionKey(leaf.key(), leaf.target()),
                        target(leaf.key(), leaf.target()),
                        leaf.op(),
                        records.without(leaf.extra())));
    }

    private List<KvOp.Predicate> predicates(List<KvOp.Predicate> predicates) {
        return predicates.stream().map(this::predicate).toList();
    }

    private KvOp operation(KvOp operation) {
        return operation.<KvOp, RuntimeException>match(
                get -> new KvOp.Get(records.key(get.key()), records.without(get.extra())),
                put -> new KvOp.Put(
                        lookup(put.target()), content(put.target().key(), put.payload()), records.without(put.extra())),
                delete -> new KvOp.Delete(lookup(delete.target()), records.without(delete.extra())),
                delete -> new KvOp.DeleteByPrefix(records.prefix(delete.prefix()), records.without(delete.extra())),
                increase -> new KvOp.FetchIncrease(
                        lookup(increase.target()),
                        increase.delta(),
                        increase.floor(),
                        records.without(increase.extra())),
                put -> new KvOp.PutSequential(
                        records.prefix(put.prefix()),
                        records.key(put.sequenceKey()),
                        content(put.prefix(), put.payload()),
                        records.without(put.extra())));
    }

    private KvOp.Lookup lookup(KvOp.Lookup lookup) {
        return new KvOp.Lookup(records.key(lookup.key()), lookup.matchSeq(), records.without(lookup.extra()));
    }

    private KvOp.Content content(Bytes key, KvOp.Content content) {
        return new KvOp.Content(
                records.value(key, content.value()),
                content.expireAtMs(),
                content.ttlMs(),
                records.without(content.extra()));
    }
}
