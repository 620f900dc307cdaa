package io.metash.server;

import io.metash.record.Bytes;
import io.metash.record.Cmd;
import io.metash.record.Entry;
import io.metash.record.KvOp;
import io.metash.record.TxnOp;
import io.metash.state.OverlayStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many bytes of values applying an entry reads and keeps for its answer and for watchers; at most, where it depends on
 * conditions. Nothing is loaded for it.
 */
final class ReadSizes {
    private final StoreRows rows;
    private final boolean watched;
    private final Map<Bytes, Long> put = new HashMap<>();

    /**
     * Sizes of values.
     *
     * @param watched whether the values of keys deleted by prefix are kept
     */
    ReadSizes(StoreRows rows, boolean watched) {
        this.rows = rows;
        this.watched = watched;
    }

    long of(Entry.Payload payload) throws IOException {
        Cmd cmd = payload instanceof Entry.Normal normal ? normal.cmd() : null;
        if (cmd instanceof Cmd.UpsertKv upsert) {
            return key(upsert.key());
        }
        long most = 0;
        if (cmd instanceof Cmd.Transaction txn) {
            for (TxnOp.Conditional branch : txn.operations()) {
                most = Math.max(most, operations(branch.operations()));
            }
            return Math.max(most, Math.max(operations(txn.ifThen()), operations(txn.elseThen())));
        }
        if (cmd instanceof Cmd.KvTransaction txn) {
            for (KvOp.Branch branch : txn.branches()) {
                put.clear();
                long sum = 0;
                for (KvOp op : branch.operations()) {
                    sum += operation(op);
                }
                most = Math.max(most, sum);
            }
        }
        return most;
    }

    private long operations(List<TxnOp> operations) throws IOException {
        put.clear();
        long sum = 0;
        for (TxnOp op : operations) {
            sum += operation(op.request());
        }
        return sum;
    }

    private long operation(TxnOp.Request request) throws IOException {
        if (request instanceof TxnOp.Get get) {
            return key(get.key());
        }
        if (request instanceof TxnOp.Put change) {
            return put(change.key(), change.value());
        }
        if (request instanceof TxnOp.Delete delete) {
            return key(delete.key());
        }
        return request instanceof TxnOp.DeleteByPrefix delete ? prefix(delete.prefix()) : 0;
    }

    private long operation(KvOp op) throws IOException {
        if (op instanceof KvOp.Get get) {
            return key(get.key());
        }
        if (op instanceof KvOp.Put change) {
            return put(change.target().key(), change.payload().value());
        }
        if (op instanceof KvOp.Delete delete) {
            return key(delete.target().key());
        }
        return op instanceof KvOp.DeleteByPrefix delete ? prefix(delete.prefix()) : 0;
    }

    private long put(Bytes key, Bytes value) throws IOException {
        long before = key(key);
        put.merge(key, (long) value.length(), Math::max);
        return before;
    }

    private long key(Bytes key) throws IOException {
        return Math.max(rows.sizeAtMost(OverlayStore.row(key)), put.getOrDefault(key, 0L));
    }

    private long prefix(Bytes prefix) throws IOException {
        return watched ? rows.sizeBelow(OverlayStore.row(prefix)) : 0;
    }
}
