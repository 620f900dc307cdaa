package io.metash.server;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.KvOp;
import io.metash.record.OptionalU64;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.record.UnknownFields;
import io.metash.wire.BooleanExpression;
import io.metash.wire.ConditionalOperation;
import io.metash.wire.KvTransactionRequest;
import io.metash.wire.TxnRequest;
import io.metash.wire.WireValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts client requests to log commands, in the form that a real server logs (record-stream §8.2, §8.3). */
final class RequestCommands {
    private static final UnknownFields NO = UnknownFields.NONE;

    private RequestCommands() {}

    static Cmd.Transaction transaction(TxnRequest request) {
        return new Cmd.Transaction(
                request.getOperationsList().stream()
                        .map(RequestCommands::branch)
                        .toList(),
                request.getConditionList().stream()
                        .map(RequestCommands::condition)
                        .toList(),
                operations(request.getIfThenList()),
                operations(request.getElseThenList()),
                NO);
    }

    private static TxnOp.Conditional branch(ConditionalOperation branch) {
        return new TxnOp.Conditional(
                branch.hasPredicate() ? expression(branch.getPredicate()) : null,
                operations(branch.getOperationsList()),
                NO);
    }

    private static TxnCondition.Expression expression(BooleanExpression expression) {
        return new TxnCondition.Expression(
                expression.getOperatorValue(),
                expression.getSubExpressionsList().stream()
                        .map(RequestCommands::expression)
                        .toList(),
                expression.getConditionsList().stream()
                        .map(RequestCommands::condition)
                        .toList(),
                NO);
    }

    private static TxnCondition condition(io.metash.wire.TxnCondition condition) {
        return new TxnCondition(
                WireValues.bytes(condition.getKeyBytes()), condition.getExpectedValue(), target(condition), NO);
    }

    private static TxnCondition.@Nullable Target target(io.metash.wire.TxnCondition condition) {
        return switch (condition.getTargetCase()) {
            case VALUE -> new TxnCondition.Value(WireValues.bytes(condition.getValue()));
            case SEQ -> new TxnCondition.Seq(condition.getSeq());
            case KEYS_WITH_PREFIX -> new TxnCondition.KeysWithPrefix(condition.getKeysWithPrefix());
            case TARGET_NOT_SET -> null;
        };
    }

    private static List<TxnOp> operations(List<io.metash.wire.TxnOp> operations) {
        return operations.stream()
                .map(operation -> new TxnOp(request(operation), NO))
                .toList();
    }

    private static TxnOp.@Nullable Request request(io.metash.wire.TxnOp op) {
        return switch (op.getRequestCase()) {
            case GET -> new TxnOp.Get(WireValues.bytes(op.getGet().getKeyBytes()), NO);
            case PUT -> {
                var put = op.getPut();
                Long expireAt = given(put.hasExpireAt(), put.getExpireAt());
                Long ttlMs = given(put.hasTtlMs(), put.getTtlMs());
                OptionalU64 matchSeq = optional(put.hasMatchSeq(), put.getMatchSeq());
                yield new TxnOp.Put(
                        WireValues.bytes(put.getKeyBytes()),
                        WireValues.bytes(put.getValue()),
                        put.getPrevValue(),
                        expireAt,
                        ttlMs,
                        matchSeq,
                        NO);
            }
            case DELETE -> {
                var delete = op.getDelete();
                yield new TxnOp.Delete(
                        WireValues.bytes(delete.getKeyBytes()),
                        delete.getPrevValue(),
                        optional(delete.hasMatchSeq(), delete.getMatchSeq()),
                        NO);
            }
            case DELETE_BY_PREFIX ->
                new TxnOp.DeleteByPrefix(WireValues.bytes(op.getDeleteByPrefix().getPrefixBytes()), NO);
            case FETCH_INCREASE_U64 -> {
                var fetch = op.getFetchIncreaseU64();
                yield new TxnOp.FetchIncrease(
                        WireValues.bytes(fetch.getKeyBytes()),
                        given(fetch.hasMatchSeq(), fetch.getMatchSeq()),
                        fetch.getDelta(),
                        OptionalU64.of(fetch.getMaxValue()),
                        NO);
            }
            case PUT_SEQUENTIAL -> {
                var put = op.getPutSequential();
                Long expiresAtMs = given(put.hasExpiresAtMs(), put.getExpiresAtMs());
                Long ttlMs = given(put.hasTtlMs(), put.getTtlMs());
                yield new TxnOp.PutSequential(
                        WireValues.bytes(put.getPrefixBytes()),
                        WireValues.bytes(put.getSequenceKeyBytes()),
                        WireValues.bytes(put.getValue()),
                        expiresAtMs,
                        ttlMs,
                        NO);
            }
            case REQUEST_NOT_SET -> null;
        };
    }

    /** The value of a field, or null when the request has none. */
    private static @Nullable Long given(boolean present, long value) {
        if (present) {
            return value;
        }
        return null;
    }

    private static OptionalU64 optional(boolean present, long value) {
        if (present) {
            return OptionalU64.of(value);
        }
        return OptionalU64.NONE;
    }

    static Cmd.KvTransaction kvTransaction(KvTransactionRequest request) {
        return new Cmd.KvTransaction(
                request.getBranchesList().stream()
                        .map(branch -> new KvOp.Branch(
                                branch.hasPredicate() ? predicate(branch.getPredicate()) : new KvOp.And(List.of()),
                                branch.getOperationsList().stream()
                                        .map(RequestCommands::kvOp)
                                        .toList(),
                                NO))
                        .toList(),
                NO);
    }

    /** Sub-expressions precede leaves; a single child is returned itself. */
    private static KvOp.Predicate predicate(BooleanExpression expression) {
        List<KvOp.Predicate> children = new ArrayList<>();
        expression.getSubExpressionsList().forEach(sub -> children.add(predicate(sub)));
        expression.getConditionsList().forEach(condition -> children.add(leaf(condition)));
        if (children.size() == 1) {
            return children.get(0);
        }
        if (expression.getOperatorValue() == BooleanExpression.CombiningOperator.OR_VALUE) {
            return new KvOp.Or(children);
        }
        return new KvOp.And(children);
    }

    private static KvOp.Predicate leaf(io.metash.wire.TxnCondition condition) {
        TxnCondition.Target target = target(condition);
        if (target == null) {
            // Always false, like a condition without a target: no sequence number is below 0.
            return new KvOp.Leaf(
                    WireValues.bytes(condition.getKeyBytes()), new TxnCondition.Seq(0), KvOp.Compare.LT, NO);
        }
        KvOp.Compare op =
                switch (condition.getExpected()) {
                    case GT -> KvOp.Compare.GT;
                    case GE -> KvOp.Compare.GE;
                    case LT -> KvOp.Compare.LT;
                    case LE -> KvOp.Compare.LE;
                    case NE -> KvOp.Compare.NE;
                    case EQ, UNRECOGNIZED -> KvOp.Compare.EQ;
                };
        return new KvOp.Leaf(WireValues.bytes(condition.getKeyBytes()), target, op, NO);
    }

    private static KvOp kvOp(io.metash.wire.TxnOp op) {
        return switch (op.getRequestCase()) {
            case GET -> new KvOp.Get(WireValues.bytes(op.getGet().getKeyBytes()), NO);
            case PUT -> {
                var put = op.getPut();
                Long matchSeq = given(put.hasMatchSeq(), put.getMatchSeq());
                Long expireAt = given(put.hasExpireAt(), put.getExpireAt());
                Long ttlMs = given(put.hasTtlMs(), put.getTtlMs());
                yield new KvOp.Put(
                        new KvOp.Lookup(WireValues.bytes(put.getKeyBytes()), matchSeq, NO),
                        new KvOp.Content(WireValues.bytes(put.getValue()), expireAt, ttlMs, NO),
                        NO);
            }
            case DELETE -> {
                var delete = op.getDelete();
                yield new KvOp.Delete(
                        new KvOp.Lookup(
                                WireValues.bytes(delete.getKeyBytes()),
                                given(delete.hasMatchSeq(), delete.getMatchSeq()),
                                NO),
                        NO);
            }
            case DELETE_BY_PREFIX ->
                new KvOp.DeleteByPrefix(WireValues.bytes(op.getDeleteByPrefix().getPrefixBytes()), NO);
            case FETCH_INCREASE_U64 -> {
                var fetch = op.getFetchIncreaseU64();
                yield new KvOp.FetchIncrease(
                        new KvOp.Lookup(
                                WireValues.bytes(fetch.getKeyBytes()),
                                given(fetch.hasMatchSeq(), fetch.getMatchSeq()),
                                NO),
                        fetch.getDelta(),
                        fetch.getMaxValue(),
                        NO);
            }
            case PUT_SEQUENTIAL -> {
                var put = op.getPutSequential();
                Long expiresAtMs = given(put.hasExpiresAtMs(), put.getExpiresAtMs());
                Long ttlMs = given(put.hasTtlMs(), put.getTtlMs());
                yield new KvOp.PutSequential(
                        WireValues.bytes(put.getPrefixBytes()),
                        WireValues.bytes(put.getSequenceKeyBytes()),
                        new KvOp.Content(WireValues.bytes(put.getValue()), expiresAtMs, ttlMs, NO),
                        NO);
            }
            case REQUEST_NOT_SET -> new KvOp.Get(Bytes.EMPTY, NO);
        };
    }
}
