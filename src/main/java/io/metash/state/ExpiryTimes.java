package io.metash.state;

import io.metash.record.Cmd;
import io.metash.record.KvOp;
import io.metash.record.TxnOp;
import java.util.List;

/** The expiry times that commands ask for. */
public final class ExpiryTimes {
    /** From this one on, milliseconds since the epoch, a node stops, and cannot start with it in its log (meta-service-api §4.2). */
    public static final long STOPS_A_NODE_MS = 8_210_266_876_800_000L;

    private ExpiryTimes() {}

    /** The latest absolute time of expiry that a command asks for, as it stands there, u64; null when it asks for none. */
    public static Long latest(Cmd cmd) {
        if (cmd instanceof Cmd.UpsertKv upsert) {
            return upsert.valueMeta() == null || upsert.valueMeta().ttl() != null
                    ? null
                    : upsert.valueMeta().expireAt();
        }
        if (cmd instanceof Cmd.Transaction txn) {
            Long latest = max(ofOps(txn.ifThen()), ofOps(txn.elseThen()));
            for (TxnOp.Conditional branch : txn.operations()) {
                latest = max(latest, ofOps(branch.operations()));
            }
            return latest;
        }
        if (cmd instanceof Cmd.KvTransaction txn) {
            Long latest = null;
            for (KvOp.Branch branch : txn.branches()) {
                for (KvOp op : branch.operations()) {
                    latest = max(latest, of(op));
                }
            }
            return latest;
        }
        return null;
    }

    private static Long ofOps(List<TxnOp> ops) {
        Long latest = null;
        for (TxnOp op : ops) {
            if (op.request() instanceof TxnOp.Put put) {
                latest = max(latest, put.ttlMs() == null ? put.expireAt() : null);
            } else if (op.request() instanceof TxnOp.PutSequential put) {
                latest = max(latest, put.ttlMs() == null ? put.expiresAtMs() : null);
            }
        }
        return latest;
    }

    private static Long of(KvOp op) {
        KvOp.Content content = op instanceof KvOp.Put put
                ? put.payload()
                : op instanceof KvOp.PutSequential sequential ? sequential.payload() : null;
        return content == null || content.ttlMs() != null ? null : content.expireAtMs();
    }

    private static Long max(Long a, Long b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Long.compareUnsigned(a, b) >= 0 ? a : b;
    }
}
