package io.metash.server;

import io.metash.record.Cmd;
import io.metash.record.KvMeta;
import io.metash.record.KvOp;
import io.metash.record.TxnOp;
import io.metash.record.U64;
import io.metash.state.ExpiryTimes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rejects expiry times that permanently stop a real node (meta-service-api §4.2). */
final class ExpiryLimits {
    private ExpiryLimits() {}

    /** Returns why a command is rejected, or null. */
    static @Nullable String refusal(Cmd cmd) {
        Long late = expiries(cmd)
                .filter(time -> U64.compare(KvMeta.toMillis(time), ExpiryTimes.STOPS_A_NODE_MS) >= 0)
                .findFirst()
                .orElse(null);
        if (late == null) {
            return null;
        }
        return "expire_at " + U64.text(late) + " is beyond the latest time that a meta service supports, "
                + (ExpiryTimes.STOPS_A_NODE_MS - 1) + " ms";
    }

    private static Stream<Long> expiries(Cmd cmd) {
        return cmd.match(
                add -> Stream.empty(),
                remove -> Stream.empty(),
                feature -> Stream.empty(),
                upsert -> Stream.ofNullable(upsert.valueMeta()).flatMap(meta -> Stream.ofNullable(meta.expireAt())),
                txn -> Stream.concat(
                                txn.operations().stream().map(TxnOp.Conditional::operations),
                                Stream.of(txn.ifThen(), txn.elseThen()))
                        .flatMap(List::stream)
                        .flatMap(op -> Stream.ofNullable(op.request()))
                        .flatMap(ExpiryLimits::expiry),
                txn -> txn.branches().stream()
                        .flatMap(branch -> branch.operations().stream())
                        .flatMap(ExpiryLimits::expiry));
    }

    private static Stream<Long> expiry(TxnOp.Request request) {
        return request.match(
                get -> Stream.empty(),
                put -> Stream.ofNullable(put.expireAt()),
                delete -> Stream.empty(),
                deleteMany -> Stream.empty(),
                increase -> Stream.empty(),
                put -> Stream.ofNullable(put.expiresAtMs()));
    }

    private static Stream<Long> expiry(KvOp op) {
        return op.match(
                get -> Stream.empty(),
                put -> Stream.ofNullable(put.payload().expireAtMs()),
                delete -> Stream.empty(),
                deleteMany -> Stream.empty(),
                increase -> Stream.empty(),
                put -> Stream.ofNullable(put.payload().expireAtMs()));
    }
}
