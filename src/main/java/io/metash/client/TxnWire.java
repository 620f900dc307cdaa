package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.OptionalU64;
import io.metash.record.TxnCondition;
import io.metash.record.TxnOp;
import io.metash.wire.BooleanExpression;
import io.metash.wire.ConditionalOperation;
import io.metash.wire.FetchIncreaseU64;
import io.metash.wire.PutSequential;
import io.metash.wire.TxnDeleteByPrefixRequest;
import io.metash.wire.TxnDeleteRequest;
import io.metash.wire.TxnGetRequest;
import io.metash.wire.TxnOpResponse;
import io.metash.wire.TxnPutRequest;
import io.metash.wire.TxnReply;
import io.metash.wire.TxnRequest;
import io.metash.wire.WireValues;
import java.util.List;
import java.util.function.LongFunction;

/** Transactions of the model as messages, and their answers back. */
final class TxnWire {
    private TxnWire() {}

    static TxnRequest request(Cmd.Transaction txn) {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        txn.condition().forEach(condition -> request.addCondition(condition(condition)));
        txn.ifThen().forEach(op -> request.addIfThen(operation(op)));
        txn.elseThen().forEach(op -> request.addElseThen(operation(op)));
        txn.operations().forEach(branch -> {
            ConditionalOperation.Builder conditional = ConditionalOperation.newBuilder();
            if (branch.predicate() != null) {
                conditional.setPredicate(expression(branch.predicate()));
            }
            branch.operations().forEach(op -> conditional.addOperations(operation(op)));
            request.addOperations(conditional);
        });
        return request.build();
    }

    private static io.metash.wire.TxnCondition condition(TxnCondition condition) {
        io.metash.wire.TxnCondition.Builder message = io.metash.wire.TxnCondition.newBuilder()
                .setKeyBytes(WireValues.bytes(condition.key()))
                .setExpectedValue((int) condition.expected());
        if (condition.target() instanceof TxnCondition.Value value) {
            message.setValue(WireValues.bytes(value.value()));
        } else if (condition.target() instanceof TxnCondition.Seq seq) {
            message.setSeq(seq.seq());
        } else if (condition.target() instanceof TxnCondition.KeysWithPrefix keys) {
            message.setKeysWithPrefix(keys.count());
        }
        return message.build();
    }

    private static BooleanExpression expression(TxnCondition.Expression expression) {
        BooleanExpression.Builder message =
                BooleanExpression.newBuilder().setOperatorValue((int) expression.operator());
        expression.subExpressions().forEach(sub -> message.addSubExpressions(expression(sub)));
        expression.conditions().forEach(condition -> message.addConditions(condition(condition)));
        return message.build();
    }

    private static Long number(OptionalU64 maybe) {
        return maybe.present() ? maybe.value() : null;
    }

    private static io.metash.wire.TxnOp operation(TxnOp op) {
        io.metash.wire.TxnOp.Builder message = io.metash.wire.TxnOp.newBuilder();
        if (op.request() instanceof TxnOp.Get get) {
            message.setGet(TxnGetRequest.newBuilder().setKeyBytes(WireValues.bytes(get.key())));
        } else if (op.request() instanceof TxnOp.Put put) {
            TxnPutRequest.Builder request = TxnPutRequest.newBuilder()
                    .setKeyBytes(WireValues.bytes(put.key()))
                    .setValue(WireValues.bytes(put.value()))
                    .setPrevValue(true);
            set(put.expireAt(), request::setExpireAt);
            set(put.ttlMs(), request::setTtlMs);
            set(number(put.matchSeq()), request::setMatchSeq);
            message.setPut(request);
        } else if (op.request() instanceof TxnOp.Delete delete) {
            TxnDeleteRequest.Builder request = TxnDeleteRequest.newBuilder()
                    .setKeyBytes(WireValues.bytes(delete.key()))
                    .setPrevValue(true);
            set(number(delete.matchSeq()), request::setMatchSeq);
            message.setDelete(request);
        } else if (op.request() instanceof TxnOp.DeleteByPrefix delete) {
            message.setDeleteByPrefix(
                    TxnDeleteByPrefixRequest.newBuilder().setPrefixBytes(WireValues.bytes(delete.prefix())));
        } else if (op.request() instanceof TxnOp.FetchIncrease fetch) {
            FetchIncreaseU64.Builder request = FetchIncreaseU64.newBuilder()
                    .setKeyBytes(WireValues.bytes(fetch.key()))
                    .setDelta(fetch.delta());
            set(fetch.matchSeq(), request::setMatchSeq);
            set(number(fetch.maxValue()), request::setMaxValue);
            message.setFetchIncreaseU64(request);
        } else if (op.request() instanceof TxnOp.PutSequential put) {
            PutSequential.Builder request = PutSequential.newBuilder()
                    .setPrefixBytes(WireValues.bytes(put.prefix()))
                    .setSequenceKeyBytes(WireValues.bytes(put.sequenceKey()))
                    .setValue(WireValues.bytes(put.value()));
            set(put.expiresAtMs(), request::setExpiresAtMs);
            set(put.ttlMs(), request::setTtlMs);
            message.setPutSequential(request);
        }
        return message.build();
    }

    static void set(Long number, LongFunction<?> setter) {
        if (number != null) {
            setter.apply(number);
        }
    }

    static TxnOutcome outcome(TxnReply reply) {
        return new TxnOutcome(reply.getSuccess(), reply.getExecutionPath(), results(reply.getResponsesList()));
    }

    static List<TxnOutcome.Result> results(List<TxnOpResponse> responses) {
        return responses.stream().map(TxnWire::result).toList();
    }

    private static TxnOutcome.Result result(TxnOpResponse response) {
        return switch (response.getResponseCase()) {
            case GET -> {
                var get = response.getGet();
                yield new TxnOutcome.Result(
                        "get",
                        WireValues.bytes(get.getKeyBytes()),
                        null,
                        get.hasValue() ? WireValues.value(get.getValue()) : null,
                        0);
            }
            case PUT -> {
                var put = response.getPut();
                yield new TxnOutcome.Result(
                        "put",
                        WireValues.bytes(put.getKeyBytes()),
                        put.hasPrevValue() ? WireValues.value(put.getPrevValue()) : null,
                        put.hasCurrent() ? WireValues.value(put.getCurrent()) : null,
                        0);
            }
            case DELETE -> {
                var delete = response.getDelete();
                var before = delete.hasPrevValue() ? WireValues.value(delete.getPrevValue()) : null;
                yield new TxnOutcome.Result(
                        "delete",
                        WireValues.bytes(delete.getKeyBytes()),
                        before,
                        delete.getSuccess() ? null : before,
                        delete.getSuccess() ? 1 : 0);
            }
            case DELETE_BY_PREFIX ->
                new TxnOutcome.Result(
                        "delete_by_prefix",
                        WireValues.bytes(response.getDeleteByPrefix().getPrefixBytes()),
                        null,
                        null,
                        Integer.toUnsignedLong(response.getDeleteByPrefix().getCount()));
            case FETCH_INCREASE_U64 ->
                new TxnOutcome.Result(
                        "fetch_increase_u64",
                        WireValues.bytes(response.getFetchIncreaseU64().getKeyBytes()),
                        null,
                        null,
                        response.getFetchIncreaseU64().getAfter());
            case RESPONSE_NOT_SET -> new TxnOutcome.Result("none", Bytes.EMPTY, null, null, 0);
        };
    }
}
