package io.metash.raftdir.sled;

import io.metash.record.Bytes;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Iterates over the items of a tree in key order, leaf by leaf. */
public final class SledCursor {
    private final SledTree tree;
    private byte @Nullable [] from;
    private @Nullable BTreeNode leaf;
    private int item;

    SledCursor(SledTree tree, byte[] from) {
        this.tree = tree;
        this.from = from;
    }

    /** Advances to the next item; false at the end. */
    public boolean next() throws IOException {
        item++;
        while (leaf == null || item >= leaf.size()) {
            if (leaf == null && from == null || leaf != null && leaf.next() == 0) {
                leaf = null;
                from = null;
                return false;
            }
            enter(leaf == null ? tree.leaf(from) : tree.next(leaf));
        }
        return true;
    }

    private void enter(SledTree.Leaf found) {
        leaf = found.node();
        item = 0;
        if (leaf == null) {
            from = found.resumeAt();
            return;
        }
        try {
            tree.check(found);
        } catch (Failure damaged) {
            tree.lose(damaged);
            if (leaf.upperBound().length > 0 && Arrays.compareUnsigned(leaf.upperBound(), leaf.lo()) > 0) {
                from = leaf.upperBound();
            } else {
                from = null;
            }
            leaf = null;
            return;
        }
        while (from != null && item < leaf.size() && Arrays.compareUnsigned(leaf.key(item), from) < 0) {
            item++;
        }
        from = null;
    }

    /** The key of the current item. */
    public Bytes key() {
        return Bytes.of(Objects.requireNonNull(leaf).key(item));
    }

    /** The value of the current item. */
    public Bytes value() {
        return Bytes.of(Objects.requireNonNull(leaf).value(item));
    }
}
