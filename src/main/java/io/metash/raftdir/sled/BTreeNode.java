package io.metash.raftdir.sled;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a B-link tree with its links applied (sled-0.34 §7.2, §7.3). Item keys omit the node's prefix. */
final class BTreeNode {
    private static final int CHILD_BYTES = 8;

    private final byte[] lo;
    private final byte[] hi;
    private final int prefixLength;
    private final long next;
    private final boolean index;
    private final List<Item> items;
    private long merging;

    /** A key suffix and its value; in an index node the value is a child's pid in 8 bytes. */
    record Item(byte[] suffix, byte[] value) {}

    BTreeNode(byte[] lo, byte[] hi, int prefixLength, long next, boolean index, long merging, List<Item> items) {
        this.lo = lo;
        this.hi = hi;
        this.prefixLength = prefixLength;
        this.next = next;
        this.index = index;
        this.merging = merging;
        this.items = items;
        if (prefixLength > lo.length) {
            throw new SledFormatException("a prefix of " + prefixLength + " bytes of a key of " + lo.length);
        }
    }

    /** The lowest key of the node, inclusive. */
    byte[] lo() {
        return lo;
    }

    /** The upper end of the keys, exclusive; empty for no bound. */
    byte[] upperBound() {
        return hi;
    }

    /** The page of the right sibling, 0 for none. */
    long next() {
        return next;
    }

    boolean isIndex() {
        return index;
    }

    int size() {
        return items.size();
    }

    byte[] value(int i) {
        return items.get(i).value();
    }

    /** The whole key of an item. */
    byte[] key(int i) {
        byte[] suffix = items.get(i).suffix();
        byte[] key = Arrays.copyOf(lo, prefixLength + suffix.length);
        System.arraycopy(suffix, 0, key, prefixLength, suffix.length);
        return key;
    }

    /** The child page of an item of an index node. */
    long child(int i) {
        byte[] value = value(i);
        if (value.length != CHILD_BYTES) {
            throw new SledFormatException("a child page number of " + value.length + " bytes");
        }
        return new SledBytes(value).fixed(CHILD_BYTES);
    }

    /** Returns the last item whose key is not above the given one, or -1. */
    int floor(byte @Nullable [] key) {
        int low = 0;
        int high = items.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(key(middle), key) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Applies the body of a link message. */
    void apply(SledBytes link) {
        int tag = link.u8();
        switch (tag) {
            case 0 -> set(link.field(), link.field());
            case 1 -> delete(link.field());
            case 2 -> merging = link.varint();
            case 3 -> {
                items.removeIf(item -> item.value().length == CHILD_BYTES
                        && new SledBytes(item.value()).fixed(CHILD_BYTES) == merging);
                merging = 0;
            }
            case 4 -> {
                // The node is about to be merged into its left sibling; until then it is read like any other.
            }
            default -> throw new SledFormatException("a link with tag " + tag);
        }
    }

    private void set(byte[] suffix, byte[] value) {
        int at = find(suffix);
        if (at >= 0) {
            items.set(at, new Item(suffix, value));
        } else {
            items.add(-at - 1, new Item(suffix, value));
        }
    }

    private void delete(byte[] suffix) {
        int at = find(suffix);
        if (at >= 0) {
            items.remove(at);
        }
    }

    /** Returns the index of a suffix, or {@code -insertion - 1}. */
    private int find(byte[] suffix) {
        int low = 0;
        int high = items.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(items.get(middle).suffix(), suffix);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
