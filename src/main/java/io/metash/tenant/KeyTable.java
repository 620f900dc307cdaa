package io.metash.tenant;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All keys of an export in byte order, each with its line, the id in its value, and its mark. A key takes its own
 * bytes and 25 more. Call {@link #sort} after the last {@link #add}; keys are then identified by rank, from 0.
 */
final class KeyTable {
    /** The result of {@link #find} for a missing key. */
    static final int MISSING = -1;

    private static final int PAGE_BYTES = 1 << 18;
    private static final int FIRST_KEYS = 1024;
    private static final Mark[] MARKS = Mark.values();

    private final List<byte[]> pages = new ArrayList<>();
    private int used = PAGE_BYTES;
    private int size;
    private int[] page = new int[FIRST_KEYS];
    private int[] start = new int[FIRST_KEYS];
    private int[] length = new int[FIRST_KEYS];
    private int[] line = new int[FIRST_KEYS];
    private long[] id = new long[FIRST_KEYS];
    private byte[] mark = new byte[FIRST_KEYS];
    private boolean sorted = true;

    /** Adds a key, its line, and the id in its value (u64), 0 for none. */
    void add(Bytes key, int at, long valueId) {
        if (size == line.length) {
            grow(size + (size >> 1));
        }
        byte[] bytes = key.array();
        if (used + bytes.length > PAGE_BYTES || pages.isEmpty()) {
            pages.add(new byte[Math.max(PAGE_BYTES, bytes.length)]);
            used = 0;
        }
        System.arraycopy(bytes, 0, pages.get(pages.size() - 1), used, bytes.length);
        page[size] = pages.size() - 1;
        start[size] = used;
        length[size] = bytes.length;
        line[size] = at;
        id[size] = valueId;
        used += bytes.length;
        sorted &= size == 0 || compare(size - 1, size) < 0;
        size++;
    }

    private void grow(int capacity) {
        page = Arrays.copyOf(page, capacity);
        start = Arrays.copyOf(start, capacity);
        length = Arrays.copyOf(length, capacity);
        line = Arrays.copyOf(line, capacity);
        id = Arrays.copyOf(id, capacity);
        mark = Arrays.copyOf(mark, capacity);
    }

    /**
     * Sorts the keys.
     *
     * @throws Failure when a key is repeated
     */
    void sort(String name) {
        if (sorted) {
            return;
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, this::compare);
        for (int i = 1; i < size; i++) {
            if (compare(order[i - 1], order[i]) == 0) {
                throw Failure.of(ExitStatus.DAMAGED, "duplicate key: " + key(order[i]))
                        .at(name + ":" + line[order[i]])
                        .because("line " + line[order[i - 1]] + " has the same key")
                        .next("remove one of the two lines, or run the export again");
            }
        }
        page = permuted(page, order);
        start = permuted(start, order);
        length = permuted(length, order);
        line = permuted(line, order);
        long[] ids = new long[size];
        Arrays.setAll(ids, i -> id[order[i]]);
        id = ids;
        sorted = true;
    }

    private static int[] permuted(int[] from, Integer[] order) {
        int[] picked = new int[order.length];
        Arrays.setAll(picked, i -> from[order[i]]);
        return picked;
    }

    private int compare(int left, int right) {
        return Arrays.compareUnsigned(
                pages.get(page[left]),
                start[left],
                start[left] + length[left],
                pages.get(page[right]),
                start[right],
                start[right] + length[right]);
    }

    /** The number of keys. */
    int size() {
        return size;
    }

    /** A key. */
    Bytes key(int rank) {
        return Bytes.of(Arrays.copyOfRange(pages.get(page[rank]), start[rank], start[rank] + length[rank]));
    }

    /** The line of a key, from 1. */
    int line(int rank) {
        return line[rank];
    }

    /** The id in the value of a key, u64; 0 for none. */
    long id(int rank) {
        return id[rank];
    }

    /** The mark of a key. */
    Mark mark(int rank) {
        return MARKS[mark[rank]];
    }

    /** Sets the mark of a key. */
    void mark(int rank, Mark as) {
        mark[rank] = (byte) as.ordinal();
    }

    /** Returns the rank of a key, or {@link #MISSING}. */
    int find(Bytes key) {
        int rank = firstFrom(key);
        if (rank < size && compare(rank, key.array()) == 0) {
            return rank;
        }
        return MISSING;
    }

    /** Returns the rank of the first key not below another; {@link #size} when all are below. */
    int firstFrom(Bytes key) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, key.array()) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(int rank, byte[] key) {
        return Arrays.compareUnsigned(
                pages.get(page[rank]), start[rank], start[rank] + length[rank], key, 0, key.length);
    }
}
