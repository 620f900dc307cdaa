package io.metash.client;

import io.metash.record.Cmd;
import io.metash.record.KvOp;
import io.metash.wire.BooleanExpression;
import io.metash.wire.ConditionalOperation;
import io.metash.wire.FetchIncreaseU64;
import io.metash.wire.KvTransactionReply;
import io.metash.wire.KvTransactionRequest;
import io.metash.wire.PutSequential;
import io.metash.wire.TxnGetRequest;
import io.metash.wire.TxnOp;
import io.metash.wire.TxnPutRequest;
import io.metash.wire.TxnReply;
import io.metash.wire.TxnRequest;
import io.metash.wire.WireValues;
import java.util.List;
import java.util.Locale;

/** Converts branch transactions to messages for current and older servers, and converts the answers. */
final class BranchWire {
    private static final String OF_TRANSACTION = "operation:";
    private static final String BRANCH = "branch:";

    private BranchWire() {}

    static KvTransactionRequest request(Cmd.KvTransaction txn) {
        KvTransactionRequest.Builder request = KvTransactionRequest.newBuilder();
        txn.branches().forEach(branch -> {
            ConditionalOperation.Builder message = ConditionalOperation.newBuilder();
            message.setPredicate(expression(branch.predicate()));
            branch.operations().forEach(op -> message.addOperations(operation(op)));
            request.addBranches(message);
        });
        return request.build();
    }

    /** Converts a transaction to the older message. */
    static TxnRequest older(KvTransactionRequest request) {
        return TxnRequest.newBuilder()
                .addAllOperations(request.getBranchesList())
                .build();
    }

    private static BooleanExpression expression(KvOp.Predicate predicate) {
        return predicate.match(
                and -> children(and.predicates(), BooleanExpression.CombiningOperator.AND),
                or -> children(or.predicates(), BooleanExpression.CombiningOperator.OR),
                leaf -> BooleanExpression.newBuilder()
                        .addConditions(condition(leaf))
                        .build());
    }

    private static BooleanExpression children(
            List<KvOp.Predicate> children, BooleanExpression.CombiningOperator operator) {
        BooleanExpression.Builder message = BooleanExpression.newBuilder().setOperator(operator);
        for (KvOp.Predicate child : children) {
            child.match(
                    and -> message.addSubExpressions(expression(and)),
                    or -> message.addSubExpressions(expression(or)),
                    leaf -> message.addConditions(condition(leaf)));
        }
        return message.build();
    }

    private static io.metash.wire.TxnCondition condition(KvOp.Leaf leaf) {
        io.metash.wire.TxnCondition.Builder message = io.metash.wire.TxnCondition.newBuilder()
                .setKeyBytes(WireValues.bytes(leaf.key()))
                .setExpected(io.metash.wire.TxnCondition.ConditionResult.valueOf(
                        leaf.op().name().toUpperCase(Locale.ROOT)));
        return TxnWire.target(leaf.target(), message).build();
    }

    private static TxnOp operation(KvOp op) {
        TxnOp.Builder message = TxnOp.newBuilder();
        return op.match(
                        get -> message.setGet(TxnGetRequest.newBuilder().setKeyBytes(WireValues.bytes(get.key()))),
                        put -> message.setPut(put(put)),
                        delete -> message.setDelete(TxnWire.delete(
                                delete.target().key(), delete.target().matchSeq())),
                        delete -> message.setDeleteByPrefix(TxnWire.deleteByPrefix(delete.prefix())),
                        fetch -> message.setFetchIncreaseU64(fetchIncrease(fetch)),
                        put -> message.setPutSequential(putSequential(put)))
                .build();
    }

    private static TxnPutRequest.Builder put(KvOp.Put put) {
        TxnPutRequest.Builder request = TxnPutRequest.newBuilder()
                .setKeyBytes(WireValues.bytes(put.target().key()))
                .setValue(WireValues.bytes(put.payload().value()))
                .setPrevValue(true);
        TxnWire.set(put.payload().expireAtMs(), request::setExpireAt);
        TxnWire.set(put.payload().ttlMs(), request::setTtlMs);
        TxnWire.set(put.target().matchSeq(), request::setMatchSeq);
        return request;
    }

    private static FetchIncreaseU64.Builder fetchIncrease(KvOp.FetchIncrease fetch) {
        FetchIncreaseU64.Builder request = FetchIncreaseU64.newBuilder()
                .setKeyBytes(WireValues.bytes(fetch.target().key()))
                .setDelta(fetch.delta())
                .setMaxValue(fetch.floor());
        TxnWire.set(fetch.target().matchSeq(), request::setMatchSeq);
        return request;
    }

    private static PutSequential.Builder putSequential(KvOp.PutSequential put) {
        PutSequential.Builder request = PutSequential.newBuilder()
                .setPrefixBytes(WireValues.bytes(put.prefix()))
                .setSequenceKeyBytes(WireValues.bytes(put.sequenceKey()))
                .setValue(WireValues.bytes(put.payload().value()));
        TxnWire.set(put.payload().expireAtMs(), request::setExpiresAtMs);
        TxnWire.set(put.payload().ttlMs(), request::setTtlMs);
        return request;
    }

    static TxnOutcome outcome(KvTransactionReply reply) {
        boolean executed = reply.hasExecutedBranch();
        return new TxnOutcome(
                executed,
                executed ? BRANCH + Integer.toUnsignedString(reply.getExecutedBranch()) : TxnOutcome.NO_BRANCH,
                TxnWire.results(reply.getResponsesList()));
    }

    /**
     * Converts the answer to the older message. When no branch ran, that answer reports that the empty
     * {@code if_then} ran.
     */
    static TxnOutcome outcome(TxnReply reply) {
        String path = reply.getExecutionPath();
        boolean executed = path.startsWith(OF_TRANSACTION);
        return new TxnOutcome(
                executed,
                executed ? BRANCH + path.substring(OF_TRANSACTION.length()) : TxnOutcome.NO_BRANCH,
                TxnWire.results(reply.getResponsesList()));
    }
}
