package io.metash.raftdir.sled;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A tree of a database: keys in byte order with their values (sled-0.34 §8.1). */
public final class SledTree {
    private final Bytes name;
    private final long root;
    private final PageReader pages;
    private final long pageCount;
    private final @Nullable Consumer<Failure> losses;

    SledTree(Bytes name, long root, PageReader pages, long pageCount, @Nullable Consumer<Failure> losses) {
        this.name = name;
        this.root = root;
        this.pages = pages;
        this.pageCount = pageCount;
        this.losses = losses;
    }

    /** The tree's name, any bytes. */
    public Bytes name() {
        return name;
    }

    /** All items. */
    public SledCursor scan() {
        return scan(Bytes.EMPTY);
    }

    /** Returns the items from a key on. */
    public SledCursor scan(Bytes fromInclusive) {
        return new SledCursor(this, fromInclusive.array());
    }

    /** Returns the value of a key. */
    public Optional<Bytes> get(Bytes key) throws IOException {
        SledCursor at = scan(key);
        if (at.next() && at.key().equals(key)) {
            return Optional.of(at.value());
        }
        return Optional.empty();
    }

    /**
     * A leaf, or the key at which the next one starts.
     *
     * @param pid its page
     * @param node the leaf; null when it was damaged and skipped
     * @param resumeAt the lowest key after a damaged leaf; null at the end of the tree
     */
    record Leaf(long pid, @Nullable BTreeNode node, byte @Nullable [] resumeAt) {}

    /** Returns the leaf for a key. Damage is a failure, or when salvaging a loss, and the leaf is skipped. */
    Leaf leaf(byte @Nullable [] key) throws IOException {
        byte[] resumeAt = null;
        long pid = root;
        for (long step = 0; step <= pageCount; step++) {
            BTreeNode node;
            try {
                node = pages.node(pid);
                if (step == 0 && node.lo().length > 0) {
                    throw pages.damaged(pid, "the root of tree " + name + " does not start at the lowest key");
                }
            } catch (Failure damaged) {
                lose(damaged);
                return new Leaf(pid, null, resumeAt);
            }
            if (node.upperBound().length > 0 && Arrays.compareUnsigned(node.upperBound(), key) <= 0) {
                pid = node.next();
                continue;
            }
            if (!node.isIndex()) {
                return new Leaf(pid, node, null);
            }
            int item = node.floor(key);
            if (item < 0) {
                lose(pages.damaged(pid, "an index node without a child for a key of its range"));
                return new Leaf(pid, null, resumeAt);
            }
            if (item + 1 < node.size()) {
                resumeAt = node.key(item + 1);
            } else if (node.upperBound().length > 0
                    && (resumeAt == null || Arrays.compareUnsigned(node.upperBound(), resumeAt) < 0)) {
                resumeAt = node.upperBound();
            }
            pid = child(pid, node, item);
        }
        throw pages.damaged(root, "the pages of tree " + name + " form a cycle");
    }

    private long child(long pid, BTreeNode node, int item) {
        try {
            return node.child(item);
        } catch (SledFormatException bad) {
            throw pages.damaged(pid, bad.getMessage());
        }
    }

    /** Returns the right sibling of a leaf; damage is a failure or a loss. */
    Leaf next(BTreeNode leaf) throws IOException {
        try {
            BTreeNode next = pages.node(leaf.next());
            String wrong = wrong(leaf, next);
            if (wrong != null) {
                throw pages.damaged(leaf.next(), wrong);
            }
            return new Leaf(leaf.next(), next, null);
        } catch (Failure damaged) {
            if (damaged.status() != ExitStatus.DAMAGED || !salvaging()) {
                throw damaged;
            }
            // A search from the root also yields the start of the next leaf.
            return leaf(leaf.upperBound());
        }
    }

    private static @Nullable String wrong(BTreeNode leaf, BTreeNode next) {
        if (next.isIndex()) {
            return "an index node in the chain of leaves";
        }
        if (Arrays.equals(leaf.upperBound(), next.lo())) {
            return null;
        }
        return "it does not start where the previous leaf ends";
    }

    /** Checks a leaf, as far as that is possible without its neighbors. */
    void check(Leaf leaf) {
        BTreeNode node = Objects.requireNonNull(leaf.node());
        byte[] before = null;
        for (int i = 0; i < node.size(); i++) {
            byte[] key = node.key(i);
            if (before != null && Arrays.compareUnsigned(before, key) >= 0) {
                throw pages.damaged(leaf.pid(), "its keys are not in order");
            }
            before = key;
        }
        boolean inRange = node.size() == 0
                || Arrays.compareUnsigned(node.key(0), node.lo()) >= 0
                        && (node.upperBound().length == 0 || Arrays.compareUnsigned(before, node.upperBound()) < 0);
        if (!inRange || node.next() != 0 != node.upperBound().length > 0) {
            throw pages.damaged(leaf.pid(), "its keys, bounds and right sibling contradict each other");
        }
        if (node.upperBound().length > 0 && Arrays.compareUnsigned(node.lo(), node.upperBound()) >= 0) {
            throw pages.damaged(leaf.pid(), "its bounds are not in order");
        }
    }

    void lose(Failure damaged) {
        if (losses == null || damaged.status() != ExitStatus.DAMAGED) {
            throw damaged;
        }
        losses.accept(damaged);
    }

    private boolean salvaging() {
        return losses != null;
    }
}
