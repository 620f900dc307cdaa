package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvMeta;
import io.metash.record.U64;
import io.metash.state.ExpiryTimes;
import io.metash.wire.BooleanExpression;
import io.metash.wire.TxnCondition;
import io.metash.wire.TxnOp;
import io.metash.wire.TxnRequest;
import java.util.Arrays;
import java.util.List;

/** Rejects requests that crash or mislead a real server (meta-service-api §0.12; §4.2; §4.3). */
public final class UnsafeRequests {
    /** Maximum number of lines in a requested chunk. */
    public static final int MAX_CHUNK_LINES = 10_000;

    private static final int MAX_DEPTH = 97;
    private static final Bytes BAD_END = Bytes.utf8("\uD7FF");

    private UnsafeRequests() {}

    /** Checks the number of lines per export message. */
    public static void chunkLines(long lines) {
        if (lines < 1 || lines > MAX_CHUNK_LINES) {
            throw Failure.of(ExitStatus.REFUSED, "unsafe chunk size " + U64.text(lines))
                    .because("0 breaks the server's stream, and a huge value ends its process; safe are 1 to "
                            + MAX_CHUNK_LINES + ".")
                    .next("export --chunk-size 32");
        }
    }

    /** Checks an expiry in seconds or milliseconds. */
    public static void expireAt(long expireAt) {
        if (U64.compare(KvMeta.toMillis(expireAt), ExpiryTimes.STOPS_A_NODE_MS) >= 0) {
            throw Failure.of(ExitStatus.REFUSED, "unsafe expiry time " + U64.text(expireAt))
                    .because("A server stops at expiry times from " + ExpiryTimes.STOPS_A_NODE_MS
                            + " ms on, and cannot start again with one in its log.")
                    .next("choose an earlier time, or none");
        }
    }

    /** Checks a prefix to list, count or delete. */
    public static void prefix(Bytes prefix) {
        byte[] text = prefix.array();
        byte[] bad = BAD_END.array();
        int from = text.length - bad.length;
        if (from >= 0 && Arrays.equals(text, from, text.length, bad, 0, bad.length)) {
            throw Failure.of(ExitStatus.REFUSED, "unsafe prefix: it ends in U+D7FF")
                    .because("A server cannot compute the end of such a range, and would include every later key.")
                    .next("use a shorter prefix");
        }
    }

    /** Checks a transaction. */
    public static void transaction(TxnRequest request) {
        request.getConditionList().forEach(UnsafeRequests::condition);
        operations(request.getIfThenList());
        operations(request.getElseThenList());
        request.getOperationsList().forEach(branch -> {
            expression(branch.getPredicate(), 1);
            operations(branch.getOperationsList());
        });
        if (request.getSerializedSize() > Connection.MAX_MESSAGE_BYTES) {
            throw Failure.of(ExitStatus.REFUSED, "the transaction is larger than a server accepts")
                    .because(request.getSerializedSize() + " bytes; the limit is " + Connection.MAX_MESSAGE_BYTES + ".")
                    .next("split it");
        }
    }

    private static void condition(TxnCondition condition) {
        if (condition.hasKeysWithPrefix()) {
            prefix(Bytes.of(condition.getKeyBytes().toByteArray()));
        }
    }

    private static void expression(BooleanExpression expression, int depth) {
        if (depth > MAX_DEPTH) {
            throw Failure.of(
                            ExitStatus.REFUSED,
                            "unsafe conditions: they are nested deeper than " + MAX_DEPTH + " levels")
                    .because("A server cannot read them.");
        }
        expression.getConditionsList().forEach(UnsafeRequests::condition);
        expression.getSubExpressionsList().forEach(sub -> expression(sub, depth + 1));
    }

    private static void operations(List<TxnOp> operations) {
        for (TxnOp op : operations) {
            if (op.hasPut() && op.getPut().hasExpireAt()) {
                expireAt(op.getPut().getExpireAt());
            } else if (op.hasPutSequential() && op.getPutSequential().hasExpiresAtMs()) {
                expireAt(op.getPutSequential().getExpiresAtMs());
            } else if (op.hasDeleteByPrefix()) {
                prefix(Bytes.of(op.getDeleteByPrefix().getPrefixBytes().toByteArray()));
            }
        }
    }
}
