package io.metash.server;

import io.metash.record.Cmd;
import io.metash.record.KvMeta;
import io.metash.record.KvOp;
import io.metash.record.TxnOp;
import io.metash.state.ExpiryTimes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Times of expiry that stop a real node for good are not taken by ours either (meta-service-api §4.2). */
final class ExpiryLimits {
    private ExpiryLimits() {}

    /** What is wrong with a command, or null. */
    static String refusal(Cmd cmd) {
        Long late = expiries(cmd)
                .filter(Objects::nonNull)
                .filter(time -> Long.compareUnsigned(KvMeta.toMillis(time), ExpiryTimes.STOPS_A_NODE_MS) >= 0)
                .findFirst()
                .orElse(null);
        return late == null
                ? null
                : "expire_at " + Long.toUnsignedString(late) + " is beyond the last time that a meta service can bear, "
                        + (ExpiryTimes.STOPS_A_NODE_MS - 1) + " ms";
    }

    private static Stream<Long> expiries(Cmd cmd) {
        if (cmd instanceof Cmd.UpsertKv upsert) {
            return upsert.valueMeta() == null
                    ? Stream.empty()
                    : Stream.of(upsert.valueMeta()).map(Cmd.MetaSpec::expireAt);
        }
        if (cmd instanceof Cmd.Transaction txn) {
            Stream<List<TxnOp>> lists = Stream.concat(
                    txn.operations().stream().map(TxnOp.Conditional::operations),
                    Stream.of(txn.ifThen(), txn.elseThen()));
            return lists.flatMap(List::stream).map(op -> expiry(op.request()));
        }
        if (cmd instanceof Cmd.KvTransaction txn) {
            return txn.branches().stream()
                    .flatMap(branch -> branch.operations().stream())
                    .map(ExpiryLimits::expiry);
        }
        return Stream.empty();
    }

    private static Long expiry(TxnOp.Request request) {
        if (request instanceof TxnOp.Put put) {
            return put.expireAt();
        }
        return request instanceof TxnOp.PutSequential put ? put.expiresAtMs() : null;
    }

    private static Long expiry(KvOp op) {
        if (op instanceof KvOp.Put put) {
            return put.payload().expireAtMs();
        }
        return op instanceof KvOp.PutSequential put ? put.payload().expireAtMs() : null;
    }
}
