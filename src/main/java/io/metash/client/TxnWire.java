package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.OptionalU64;
import io.metash.record.SeqV;
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
import org.jspecify.annotations.Nullable;

/** Converts transactions to messages, and their answers back. */
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
        return target(condition.target(), message).build();
    }

    /** Sets the compared property of a condition; without it the condition is false. */
    static io.metash.wire.TxnCondition.Builder target(
            TxnCondition.@Nullable Target target, io.metash.wire.TxnCondition.Builder message) {
        if (target == null) {
            return message;
        }
        return target.match(
                value -> message.setValue(WireValues.bytes(value.value())),
                seq -> message.setSeq(seq.seq()),
                keys -> message.setKeysWithPrefix(keys.count()));
    }

    private static BooleanExpression expression(TxnCondition.Expression expression) {
        BooleanExpression.Builder message =
                BooleanExpression.newBuilder().setOperatorValue((int) expression.operator());
        expression.subExpressions().forEach(sub -> message.addSubExpressions(expression(sub)));
        expression.conditions().forEach(condition -> message.addConditions(condition(condition)));
        return message.build();
    }

    private static @Nullable Long number(OptionalU64 maybe) {
        if (maybe.present()) {
            return maybe.value();
        }
        return null;
    }

    private static io.metash.wire.TxnOp operation(TxnOp op) {
        io.metash.wire.TxnOp.Builder message = io.metash.wire.TxnOp.newBuilder();
        if (op.request() == null) {
            return message.build();
        }
        return op.request()
                .match(
                        get -> message.setGet(TxnGetRequest.newBuilder().setKeyBytes(WireValues.bytes(get.key()))),
                        put -> message.setPut(put(put)),
                        delete -> message.setDelete(delete(delete.key(), number(delete.matchSeq()))),
                        delete -> message.setDeleteByPrefix(deleteByPrefix(delete.prefix())),
                        fetch -> message.setFetchIncreaseU64(fetchIncrease(fetch)),
                        put -> message.setPutSequential(putSequential(put)))
                .build();
    }

    private static TxnPutRequest.Builder put(TxnOp.Put put) {
        TxnPutRequest.Builder request = TxnPutRequest.newBuilder()
                .setKeyBytes(WireValues.bytes(put.key()))
                .setValue(WireValues.bytes(put.value()))
                .setPrevValue(true);
        set(put.expireAt(), request::setExpireAt);
        set(put.ttlMs(), request::setTtlMs);
        set(number(put.matchSeq()), request::setMatchSeq);
        return request;
    }

    static TxnDeleteRequest.Builder delete(Bytes key, @Nullable Long matchSeq) {
        TxnDeleteRequest.Builder request =
                TxnDeleteRequest.newBuilder().setKeyBytes(WireValues.bytes(key)).setPrevValue(true);
        set(matchSeq, request::setMatchSeq);
        return request;
    }

    static TxnDeleteByPrefixRequest.Builder deleteByPrefix(Bytes prefix) {
        return TxnDeleteByPrefixRequest.newBuilder().setPrefixBytes(WireValues.bytes(prefix));
    }

    private static FetchIncreaseU64.Builder fetchIncrease(TxnOp.FetchIncrease fetch) {
        FetchIncreaseU64.Builder request = FetchIncreaseU64.newBuilder()
                .setKeyBytes(WireValues.bytes(fetch.key()))
                .setDelta(fetch.delta());
        set(fetch.matchSeq(), request::setMatchSeq);
        set(number(fetch.maxValue()), request::setMaxValue);
        return request;
    }

    private static PutSequential.Builder putSequential(TxnOp.PutSequential put) {
        PutSequential.Builder request = PutSequential.newBuilder()
                .setPrefixBytes(WireValues.bytes(put.prefix()))
                .setSequenceKeyBytes(WireValues.bytes(put.sequenceKey()))
                .setValue(WireValues.bytes(put.value()));
        set(put.expiresAtMs(), request::setExpiresAtMs);
        set(put.ttlMs(), request::setTtlMs);
        return request;
    }

    static void set(@Nullable Long number, LongFunction<?> setter) {
        if (number != null) {
            var unused = setter.apply(number);
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
                SeqV before = null;
                if (put.hasPrevValue()) {
                    before = WireValues.value(put.getPrevValue());
                }
                SeqV now = null;
                if (put.hasCurrent()) {
                    now = WireValues.value(put.getCurrent());
                }
                yield new TxnOutcome.Result("put", WireValues.bytes(put.getKeyBytes()), before, now, 0);
            }
            case DELETE -> {
                var delete = response.getDelete();
                var before = delete.hasPrevValue() ? WireValues.value(delete.getPrevValue()) : null;
                int count = 0;
                if (delete.getSuccess()) {
                    count = 1;
                }
                yield new TxnOutcome.Result(
                        "delete",
                        WireValues.bytes(delete.getKeyBytes()),
                        before,
                        delete.getSuccess() ? null : before,
                        count);
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
