package io.metash.server;

import io.metash.state.ApplyResult;
import io.metash.wire.FetchIncreaseU64Response;
import io.metash.wire.KvTransactionReply;
import io.metash.wire.TxnDeleteByPrefixResponse;
import io.metash.wire.TxnDeleteResponse;
import io.metash.wire.TxnGetResponse;
import io.metash.wire.TxnOpResponse;
import io.metash.wire.TxnPutResponse;
import io.metash.wire.TxnReply;
import io.metash.wire.WireValues;

/** Converts the results of applied commands to messages (meta-service-api §3.6, §3.7). */
final class ApplyReplies {
    private static final String BRANCH = "branch:";

    private ApplyReplies() {}

    static TxnReply transaction(ApplyResult.Reply reply) {
        ApplyResult.Transacted transacted = (ApplyResult.Transacted) reply;
        TxnReply.Builder message =
                TxnReply.newBuilder().setSuccess(transacted.success()).setExecutionPath(transacted.path());
        transacted.outcomes().forEach(outcome -> message.addResponses(outcome(outcome)));
        return message.build();
    }

    static KvTransactionReply kvTransaction(ApplyResult.Reply reply) {
        ApplyResult.Transacted transacted = (ApplyResult.Transacted) reply;
        KvTransactionReply.Builder message = KvTransactionReply.newBuilder();
        if (transacted.path().startsWith(BRANCH)) {
            message.setExecutedBranch(Integer.parseInt(transacted.path().substring(BRANCH.length())));
        }
        transacted.outcomes().forEach(outcome -> message.addResponses(outcome(outcome)));
        return message.build();
    }

    private static TxnOpResponse outcome(ApplyResult.Outcome outcome) {
        TxnOpResponse.Builder message = TxnOpResponse.newBuilder();
        if (outcome instanceof ApplyResult.Got got) {
            TxnGetResponse.Builder get = TxnGetResponse.newBuilder().setKeyBytes(WireValues.bytes(got.key()));
            if (got.value() != null) {
                get.setValue(WireValues.value(got.value()));
            }
            return message.setGet(get).build();
        }
        if (outcome instanceof ApplyResult.Put done) {
            TxnPutResponse.Builder put = TxnPutResponse.newBuilder().setKeyBytes(WireValues.bytes(done.key()));
            if (done.before() != null) {
                put.setPrevValue(WireValues.value(done.before()));
            }
            if (done.after() != null) {
                put.setCurrent(WireValues.value(done.after()));
            }
            return message.setPut(put).build();
        }
        if (outcome instanceof ApplyResult.Deleted done) {
            TxnDeleteResponse.Builder delete = TxnDeleteResponse.newBuilder()
                    .setKeyBytes(WireValues.bytes(done.key()))
                    .setSuccess(done.success());
            if (done.before() != null) {
                delete.setPrevValue(WireValues.value(done.before()));
            }
            return message.setDelete(delete).build();
        }
        if (outcome instanceof ApplyResult.PrefixDeleted done) {
            return message.setDeleteByPrefix(TxnDeleteByPrefixResponse.newBuilder()
                            .setPrefixBytes(WireValues.bytes(done.prefix()))
                            .setCount((int) done.count()))
                    .build();
        }
        ApplyResult.Increased done = (ApplyResult.Increased) outcome;
        return message.setFetchIncreaseU64(FetchIncreaseU64Response.newBuilder()
                        .setKeyBytes(WireValues.bytes(done.key()))
                        .setBeforeSeq(done.beforeSeq())
                        .setBefore(done.before())
                        .setAfterSeq(done.afterSeq())
                        .setAfter(done.after()))
                .build();
    }
}
