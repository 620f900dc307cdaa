package io.metash.state;

import io.metash.record.Cmd;
import io.metash.record.KvMeta;
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

    /**
     * The meta of a value that an entry writes (meta-service-api §4.1).
     *
     * @param expireAt absolute expiry as in {@link KvMeta}, or null
     * @param ttlMs relative expiry, or null; wins
     * @param timeMs the entry's time, 0 for one without
     */
    public static KvMeta meta(Long expireAt, Long ttlMs, long timeMs) {
        return new KvMeta(ttlMs == null ? expireAt : (Long) saturatedSum(timeMs, ttlMs), timeMs);
    }

    /** Whether a value had expired at a time already: then it is gone as soon as it is written. */
    public static boolean expired(KvMeta meta, long timeMs) {
        Long expiresMs = meta == null ? null : meta.expireAtMs();
        return expiresMs != null && Long.compareUnsigned(expiresMs, timeMs) < 0;
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        return Long.compareUnsigned(sum, a) < 0 ? -1 : sum;
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
