package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.KvOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Effects of a branch that do not depend on the state: the keys it writes and how many sequence numbers it takes. */
final class BranchShape implements Action.Visitor<Void, RuntimeException> {
    /** State of a key after the branch's last write to it. */
    enum Leaves {
        /** Value without expiry. */
        VALUE,
        /** Value with an expiry. */
        EXPIRING,
        /** No value. */
        NOTHING,
        /** Depends on the state. */
        OPEN
    }

    /**
     * A value that the branch may write.
     *
     * @param key the key
     * @param content the bytes; null when they depend on the state
     * @param position the number of the write within the branch, from 1; -1 when it depends on the state
     */
    record Write(Bytes key, @Nullable Bytes content, int position) {}

    private final List<Write> writes = new ArrayList<>();
    private final Map<Bytes, Leaves> leaves = new HashMap<>();
    private final Map<Bytes, Bytes> data = new HashMap<>();
    private final Set<Bytes> renewed = new HashSet<>();
    private final List<Action.PutNext> putNexts = new ArrayList<>();
    private final List<Bytes> prefixes = new ArrayList<>();
    private int fewest;
    private int most;

    private BranchShape() {}

    /** Analyzes a branch. */
    static BranchShape of(Program.Branch branch) {
        BranchShape shape = new BranchShape();
        branch.actions().forEach(action -> action.visit(shape));
        return shape;
    }

    /** Returns the values that the branch may write under known keys. */
    List<Write> writes() {
        return writes;
    }

    /** Returns the state after the branch of each key that it names. */
    Map<Bytes, Leaves> leaves() {
        return leaves;
    }

    /** Returns the bytes that the branch leaves in a key, or null when they depend on the state. */
    @Nullable
    Bytes leftData(Bytes key) {
        return data.get(key);
    }

    List<Action.PutNext> putNexts() {
        return putNexts;
    }

    /** Returns the prefixes that the branch deletes. */
    List<Bytes> prefixes() {
        return prefixes;
    }

    int fewest() {
        return fewest;
    }

    int most() {
        return most;
    }

    private void count(boolean certain) {
        if (certain) {
            fewest++;
        }
        most++;
    }

    /** Whether the branch may change the bytes of a key or delete it; false when it only changes the expiry. */
    boolean renews(Bytes key) {
        return renewed.contains(key);
    }

    private void leave(Bytes key, Leaves what, @Nullable Bytes content) {
        renewed.add(key);
        leaves.put(key, what);
        data.put(key, content);
    }

    private void write(Bytes key, @Nullable Bytes bytes, KvOp.@Nullable Content content, boolean certain) {
        count(certain);
        writes.add(new Write(key, bytes, fewest == most ? most : -1));
        boolean expires = content != null && (content.expireAtMs() != null || content.ttlMs() != null);
        if (!certain) {
            leave(key, Leaves.OPEN, null);
        } else {
            leave(key, expires ? Leaves.EXPIRING : Leaves.VALUE, bytes);
        }
    }

    @Override
    public Void put(Action.Put put) {
        write(put.key(), put.content().value(), put.content(), put.matchSeq() == null);
        return null;
    }

    @Override
    public Void keep(Action.Keep keep) {
        boolean before = renews(keep.key());
        write(keep.key(), null, keep.content(), false);
        if (!before) {
            renewed.remove(keep.key());
        }
        return null;
    }

    @Override
    public Void delete(Action.Delete delete) {
        leave(delete.key(), delete.matchSeq() == null ? Leaves.NOTHING : Leaves.OPEN, null);
        return null;
    }

    @Override
    public Void deletePrefix(Action.DeletePrefix delete) {
        prefixes.add(delete.prefix());
        leaves.replaceAll((key, what) -> key.startsWith(delete.prefix()) ? Leaves.NOTHING : what);
        return null;
    }

    @Override
    public Void increase(Action.Increase increase) {
        write(increase.key(), null, null, increase.matchSeq() == null);
        return null;
    }

    @Override
    public Void putNext(Action.PutNext put) {
        write(put.counter(), null, null, true);
        count(true);
        putNexts.add(put);
        return null;
    }

    /** Whether the branch may write a value with an expiry to a key. */
    boolean mayExpire(Bytes key) {
        Leaves what = leaves.get(key);
        return what == Leaves.EXPIRING || what == Leaves.OPEN;
    }
}
