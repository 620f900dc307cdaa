package io.metash.state;

import io.metash.record.Cmd;
import io.metash.record.KvMeta;
import io.metash.record.KvOp;
import io.metash.record.TxnOp;
import io.metash.record.U64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes the expiry of written values. */
public final class ExpiryTimes {
    /**
     * First expiry, in milliseconds since the epoch, that crashes a node and prevents it from starting while the
     * entry is in its log (meta-service-api §4.2).
     */
    public static final long STOPS_A_NODE_MS = 8_210_266_876_800_000L;

    private ExpiryTimes() {}

    /** Returns the latest absolute expiry in a command, as written, u64; empty when there is none. */
    public static Optional<Long> latest(Cmd cmd) {
        return cmd.match(
                add -> Optional.empty(),
                remove -> Optional.empty(),
                feature -> Optional.empty(),
                ExpiryTimes::of,
                ExpiryTimes::of,
                ExpiryTimes::of);
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
    public static boolean expired(@Nullable KvMeta meta, long timeMs) {
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

    private static Optional<Long> of(Cmd.UpsertKv upsert) {
        if (upsert.valueMeta() == null || upsert.valueMeta().ttl() != null) {
            return Optional.empty();
        }
        return Optional.ofNullable(upsert.valueMeta().expireAt());
    }

    private static Optional<Long> of(Cmd.Transaction txn) {
        Optional<Long> latest = max(ofOps(txn.ifThen()), ofOps(txn.elseThen()));
        for (TxnOp.Conditional branch : txn.operations()) {
            latest = max(latest, ofOps(branch.operations()));
        }
        return latest;
    }

    private static Optional<Long> of(Cmd.KvTransaction txn) {
        Optional<Long> latest = Optional.empty();
        for (KvOp.Branch branch : txn.branches()) {
            for (KvOp op : branch.operations()) {
                latest = max(latest, of(op));
            }
        }
        return latest;
    }

    private static Optional<Long> ofOps(List<TxnOp> ops) {
        Optional<Long> latest = Optional.empty();
        for (TxnOp op : ops) {
            if (op.request() != null) {
                latest = max(latest, of(op.request()));
            }
        }
        return latest;
    }

    private static Optional<Long> of(TxnOp.Request request) {
        return request.match(
                get -> Optional.empty(),
                put -> absolute(put.expireAt(), put.ttlMs()),
                delete -> Optional.empty(),
                deleteMany -> Optional.empty(),
                increase -> Optional.empty(),
                put -> absolute(put.expiresAtMs(), put.ttlMs()));
    }

    private static Optional<Long> of(KvOp op) {
        return op.match(
                get -> Optional.empty(),
                put -> of(put.payload()),
                delete -> Optional.empty(),
                deleteMany -> Optional.empty(),
                increase -> Optional.empty(),
                put -> of(put.payload()));
    }

    private static Optional<Long> of(KvOp.Content content) {
        return absolute(content.expireAtMs(), content.ttlMs());
    }

    private static Optional<Long> absolute(@Nullable Long expireAt, @Nullable Long ttlMs) {
        if (ttlMs == null) {
            return Optional.ofNullable(expireAt);
        }
        return Optional.empty();
    }

    private static Optional<Long> max(Optional<Long> a, Optional<Long> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.or(() -> b);
        }
        if (U64.compare(a.get(), b.get()) >= 0) {
            return a;
        }
        return b;
    }
}
