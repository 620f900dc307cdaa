package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvMeta;
import io.metash.record.U64;
import io.metash.wire.KvTransactionRequest;
import io.metash.wire.MetaServiceGrpc;
import io.metash.wire.TxnCondition;
import io.metash.wire.TxnDeleteRequest;
import io.metash.wire.TxnGetRequest;
import io.metash.wire.TxnOp;
import io.metash.wire.TxnPutRequest;
import io.metash.wire.TxnRequest;
import io.metash.wire.Versions;
import io.metash.wire.WireValues;
import org.jspecify.annotations.Nullable;

/** Writes keys by transactions, in the forms that the releases of the service accept. */
final class KeyWrites {
    private final Cluster cluster;

    KeyWrites(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Sets a key, with an optional expiry.
     *
     * @param ttlMs the time to live in milliseconds, or null
     * @param expireAtMs the expiry in milliseconds since the epoch, or null; a time to live takes
     *     precedence
     * @return the value before and the value after; either may be null
     */
    TxnOutcome.Result upsert(Bytes key, Bytes value, @Nullable Long ttlMs, @Nullable Long expireAtMs) {
        TxnPutRequest.Builder put = TxnPutRequest.newBuilder()
                .setKeyBytes(WireValues.bytes(key))
                .setValue(WireValues.bytes(value))
                .setPrevValue(true);
        if (ttlMs != null) {
            put.setTtlMs(ttlMs);
        }
        if (expireAtMs != null) {
            put.setExpireAt(expireAt(expireAtMs));
        }
        TxnRequest request = TxnRequest.newBuilder()
                .addCondition(TxnCondition.newBuilder()
                        .setKeyBytes(WireValues.bytes(key))
                        .setSeq(0)
                        .setExpected(TxnCondition.ConditionResult.GE))
                .addIfThen(TxnOp.newBuilder().setPut(put))
                .addElseThen(
                        TxnOp.newBuilder().setGet(TxnGetRequest.newBuilder().setKeyBytes(WireValues.bytes(key))))
                .build();
        return transaction(request, key).results().get(0);
    }

    /** Converts an expiry for the server: versions before 1.2.770 support seconds only. */
    private long expireAt(long ms) {
        UnsafeRequests.expireAt(ms);
        if (U64.compare(ms, KvMeta.LAST_SECOND) <= 0) {
            throw Failure.of(ExitStatus.USAGE, "the expiry time is before 1973")
                    .because("A server reads numbers up to " + KvMeta.LAST_SECOND + " as seconds.");
        }
        boolean millis = U64.compare(cluster.reading(Connection::serverVersion), Versions.EXPIRE_IN_MILLIS) >= 0;
        if (millis) {
            return ms;
        }
        return ms / 1000;
    }

    /** Deletes a key; the result states whether it existed. */
    TxnOutcome.Result delete(Bytes key) {
        TxnRequest request = TxnRequest.newBuilder()
                .addIfThen(TxnOp.newBuilder()
                        .setDelete(TxnDeleteRequest.newBuilder()
                                .setKeyBytes(WireValues.bytes(key))
                                .setPrevValue(true)))
                .build();
        return transaction(request, key).results().get(0);
    }

    /** Runs a transaction. */
    TxnOutcome transaction(Cmd.Transaction txn) {
        return transaction(TxnWire.request(txn), null);
    }

    private TxnOutcome transaction(TxnRequest request, @Nullable Bytes onlyKey) {
        UnsafeRequests.transaction(request);
        return cluster.writing(to -> {
            TxnRequirements.check(request, to.address(), to.serverVersion());
            TxnOutcome outcome = TxnWire.outcome(cluster.one(to, MetaServiceGrpc.getTransactionMethod(), request));
            if (onlyKey != null) {
                checkOnly(outcome, onlyKey);
            }
            return outcome;
        });
    }

    /** Checks that one operation has one result with the same key. */
    private static void checkOnly(TxnOutcome outcome, Bytes key) {
        if (outcome.results().size() != 1) {
            throw new UnexpectedAnswer(outcome.results().size() + " results for one operation");
        }
        Bytes answered = outcome.results().get(0).key();
        if (answered.length() > 0 && !answered.equals(key)) {
            throw new UnexpectedAnswer("it names another key than the written one");
        }
    }

    /**
     * Runs a branch transaction. Servers with support log it in that form, which metactl and older servers cannot
     * read; older servers receive it as a transaction.
     */
    TxnOutcome transaction(Cmd.KvTransaction txn) {
        KvTransactionRequest request = BranchWire.request(txn);
        TxnRequest older = BranchWire.older(request);
        UnsafeRequests.transaction(older);
        VersionedCall<TxnOutcome> call = new VersionedCall<>(
                Versions.KV_TRANSACTION,
                to -> BranchWire.outcome(cluster.one(to, MetaServiceGrpc.getKvTransactionMethod(), request)),
                to -> {
                    TxnRequirements.check(older, to.address(), to.serverVersion());
                    return BranchWire.outcome(cluster.one(to, MetaServiceGrpc.getTransactionMethod(), older));
                });
        return cluster.writing(call::on);
    }
}
