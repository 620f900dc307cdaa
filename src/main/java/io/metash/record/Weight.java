package io.metash.record;

import java.util.List;

/** How many bytes of keys and values a record keeps in memory: rows and log entries may carry values of many megabytes. */
public final class Weight {
    private Weight() {}

    /** The bytes of the values in a record; small parts are not counted. */
    public static long of(MetaRecord record) {
        if (record instanceof MetaRecord.Kv kv) {
            return kv.key().length() + kv.value().data().length();
        }
        boolean command = record instanceof MetaRecord.Log log && log.entry().payload() instanceof Entry.Normal;
        return command ? of(((Entry.Normal) ((MetaRecord.Log) record).entry().payload()).cmd()) : 0;
    }

    private static long of(Cmd cmd) {
        if (cmd instanceof Cmd.UpsertKv upsert) {
            return upsert.value() instanceof Cmd.Update update ? update.value().length() : 0;
        }
        if (cmd instanceof Cmd.Transaction txn) {
            long sum = of(txn.ifThen()) + of(txn.elseThen());
            for (TxnOp.Conditional branch : txn.operations()) {
                sum += of(branch.operations());
            }
            return sum;
        }
        long sum = 0;
        if (cmd instanceof Cmd.KvTransaction txn) {
            for (KvOp.Branch branch : txn.branches()) {
                for (KvOp op : branch.operations()) {
                    sum += of(op);
                }
            }
        }
        return sum;
    }

    private static long of(List<TxnOp> operations) {
        long sum = 0;
        for (TxnOp op : operations) {
            if (op.request() instanceof TxnOp.Put put) {
                sum += put.value().length();
            } else if (op.request() instanceof TxnOp.PutSequential put) {
                sum += put.value().length();
            }
        }
        return sum;
    }

    private static long of(KvOp op) {
        if (op instanceof KvOp.Put put) {
            return put.payload().value().length();
        }
        return op instanceof KvOp.PutSequential put ? put.payload().value().length() : 0;
    }
}
