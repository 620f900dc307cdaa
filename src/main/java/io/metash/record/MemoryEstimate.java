package io.metash.record;

import java.util.List;

/** Estimates the memory of a record: rows and log entries may carry values of many megabytes. */
public final class MemoryEstimate {
    private MemoryEstimate() {}

    /** The bytes of the values in a record; small parts are not counted. */
    public static long of(MetaRecord record) {
        if (record instanceof MetaRecord.Kv kv) {
            return kv.key().length() + kv.value().data().length();
        }
        if (record instanceof MetaRecord.Log log) {
            return of(log.entry().payload());
        }
        return 0;
    }

    private static long of(Entry.Payload payload) {
        return payload.match(blank -> 0L, members -> 0L, normal -> of(normal.cmd()));
    }

    private static long of(Cmd cmd) {
        return cmd.match(
                add -> 0L, remove -> 0L, feature -> 0L, MemoryEstimate::of, MemoryEstimate::of, MemoryEstimate::of);
    }

    private static long of(Cmd.UpsertKv upsert) {
        return upsert.value().match(update -> (long) update.value().length(), delete -> 0L, asIs -> 0L);
    }

    private static long of(Cmd.Transaction txn) {
        long sum = of(txn.ifThen()) + of(txn.elseThen());
        for (TxnOp.Conditional branch : txn.operations()) {
            sum += of(branch.operations());
        }
        return sum;
    }

    private static long of(Cmd.KvTransaction txn) {
        long sum = 0;
        for (KvOp.Branch branch : txn.branches()) {
            for (KvOp op : branch.operations()) {
                sum += of(op);
            }
        }
        return sum;
    }

    private static long of(List<TxnOp> operations) {
        long sum = 0;
        for (TxnOp op : operations) {
            if (op.request() != null) {
                sum += of(op.request());
            }
        }
        return sum;
    }

    private static long of(TxnOp.Request request) {
        return request.match(
                get -> 0L, put -> (long) put.value().length(), delete -> 0L, deleteMany -> 0L, increase -> 0L, put ->
                        (long) put.value().length());
    }

    private static long of(KvOp op) {
        return op.match(
                get -> 0L,
                put -> (long) put.payload().value().length(),
                delete -> 0L,
                deleteMany -> 0L,
                increase -> 0L,
                put -> (long) put.payload().value().length());
    }
}
