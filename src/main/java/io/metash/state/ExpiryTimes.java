package io.metash.state;

import io.metash.record.Cmd;
import io.metash.record.KvMeta;
import io.metash.record.KvOp;
import io.metash.record.TxnOp;
import io.metash.record.U64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes the expiry of written values. */
public final class ExpiryTimes {
    /**
     * First expiry, in milliseconds since the epoch, that crashes a node and prevents it from starting while the
     * entry is in its log (meta-service-api §4.2).
     */
    public static final long STOPS_A_NODE_MS = 8_210_266_876_800_000L;

    private ExpiryTimes() {}

    /** Returns the latest absolute expiry in a command, as written, u64; null when there is none. */
    public static Long latest(Cmd cmd) {
        return cmd.match(
                add -> null, remove -> null, feature -> null, ExpiryTimes::of, ExpiryTimes::of, ExpiryTimes::of);
    }

    /**
     * Returns the meta of a value that an entry writes (meta-service-api §4.1).
     *
     * @param expireAt absolute expiry as in {@link KvMeta}, or null
     * @param ttlMs relative expiry in milliseconds, or null; takes precedence
     * @param timeMs the entry's time in milliseconds since the epoch, 0 for none
     */
    public static KvMeta meta(@Nullable Long expireAt, @Nullable Long ttlMs, long timeMs) {
        return new KvMeta(ttlMs == null ? expireAt : (Long) saturatedSum(timeMs, ttlMs), timeMs);
    }

    /** Whether a value has expired already when it is written and is therefore removed at once. */
    public static boolean expired(KvMeta meta, long timeMs) {
        Long expiresMs = null;
        if (meta != null) {
            expiresMs = meta.expireAtMs();
        }
        return expiresMs != null && U64.compare(expiresMs, timeMs) < 0;
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        if (U64.compare(sum, a) < 0) {
            return -1;
        }
        return sum;
    }

    private static @Nullable Long of(Cmd.UpsertKv upsert) {
        if (upsert.valueMeta() == null || upsert.valueMeta().ttl() != null) {
            return null;
        }
        return upsert.valueMeta().expireAt();
    }

    private static @Nullable Long of(Cmd.Transaction txn) {
        Long latest = max(ofOps(txn.ifThen()), ofOps(txn.elseThen()));
        for (TxnOp.Conditional branch : txn.operations()) {
            latest = max(latest, ofOps(branch.operations()));
        }
        return latest;
    }

    private static @Nullable Long of(Cmd.KvTransaction txn) {
        Long latest = null;
        for (KvOp.Branch branch : txn.branches()) {
            for (KvOp op : branch.operations()) {
                latest = max(latest, of(op));
            }
        }
        return latest;
    }

    private static @Nullable Long ofOps(List<TxnOp> ops) {
        Long latest = null;
        for (TxnOp op : ops) {
            latest = max(latest, op.request() == null ? null : of(op.request()));
        }
        return latest;
    }

    private static Long of(TxnOp.Request request) {
        return request.match(
                get -> null,
                put -> absolute(put.expireAt(), put.ttlMs()),
                delete -> null,
                deleteMany -> null,
                increase -> null,
                put -> absolute(put.expiresAtMs(), put.ttlMs()));
    }

    private static Long of(KvOp op) {
        return op.match(
                get -> null,
                put -> of(put.payload()),
                delete -> null,
                deleteMany -> null,
                increase -> null,
                put -> of(put.payload()));
    }

    private static @Nullable Long of(KvOp.Content content) {
        return absolute(content.expireAtMs(), content.ttlMs());
    }

    private static @Nullable Long absolute(Long expireAt, Long ttlMs) {
        if (ttlMs == null) {
            return expireAt;
        }
        return null;
    }

    private static @Nullable Long max(@Nullable Long a, @Nullable Long b) {
        if (a == null || b == null) {
            if (a == null) {
                return b;
            }
            return a;
        }
        if (U64.compare(a, b) >= 0) {
            return a;
        }
        return b;
    }
}
