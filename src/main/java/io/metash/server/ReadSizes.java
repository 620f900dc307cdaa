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
import org.jspecify.annotations.Nullable;

/**
 * Upper bound of the value bytes that applying an entry reads and keeps for its answer and for watchers. Loads no
 * value.
 */
final class ReadSizes {
    private final StoreRows rows;
    private final boolean watched;
    private final Map<Bytes, Long> put = new HashMap<>();

    /**
     * Creates a calculator.
     *
     * @param watched whether values of keys deleted by prefix are kept
     */
    ReadSizes(StoreRows rows, boolean watched) {
        this.rows = rows;
        this.watched = watched;
    }

    long of(Entry.Payload payload) throws IOException {
        return payload.match(blank -> 0L, members -> 0L, normal -> normal.cmd()
                .match(
                        add -> 0L,
                        remove -> 0L,
                        feature -> 0L,
                        upsert -> key(upsert.key()),
                        this::transaction,
                        this::branches));
    }

    private long transaction(Cmd.Transaction txn) throws IOException {
        long most = Math.max(operations(txn.ifThen()), operations(txn.elseThen()));
        for (TxnOp.Conditional branch : txn.operations()) {
            most = Math.max(most, operations(branch.operations()));
        }
        return most;
    }

    private long branches(Cmd.KvTransaction txn) throws IOException {
        long most = 0;
        for (KvOp.Branch branch : txn.branches()) {
            put.clear();
            long sum = 0;
            for (KvOp op : branch.operations()) {
                sum += operation(op);
            }
            most = Math.max(most, sum);
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

    private long operation(TxnOp.@Nullable Request request) throws IOException {
        if (request == null) {
            return 0;
        }
        return request.match(
                get -> key(get.key()),
                change -> put(change.key(), change.value()),
                delete -> key(delete.key()),
                delete -> prefix(delete.prefix()),
                increase -> 0L,
                sequential -> 0L);
    }

    private long operation(KvOp op) throws IOException {
        return op.match(
                get -> key(get.key()),
                change -> put(change.target().key(), change.payload().value()),
                delete -> key(delete.target().key()),
                delete -> prefix(delete.prefix()),
                increase -> 0L,
                sequential -> 0L);
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
        if (watched) {
            return rows.sizeBelow(OverlayStore.row(prefix));
        }
        return 0;
    }
}
