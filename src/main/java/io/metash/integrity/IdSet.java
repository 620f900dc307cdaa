package io.metash.integrity;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of numbers, compact for dense ids: chunks of 65536 numbers, each a sorted list or a bitmap. Bounded for
 * sparse numbers.
 */
final class IdSet {
    private static final int MAX_CHUNKS = 50_000;
    private static final int MAX_LISTED = 2048;

    private final int maxChunks;
    private final TreeMap<Long, Chunk> chunks = new TreeMap<>();
    private long lastHigh;
    private @Nullable Chunk last;
    private boolean full;

    private static final class Chunk {
        /** The numbers as a sorted list; unused once there is a bitmap. */
        private char[] list = new char[8];

        private int listed;
        private long @Nullable [] bits;

        boolean add(char low) {
            long[] map = bits;
            if (map == null) {
                int at;
                if (listed > 0 && list[listed - 1] < low) {
                    at = -listed - 1;
                } else {
                    at = Arrays.binarySearch(list, 0, listed, low);
                }
                if (at >= 0) {
                    return false;
                }
                if (listed == MAX_LISTED) {
                    map = toBits();
                } else {
                    if (listed == list.length) {
                        list = Arrays.copyOf(list, 2 * listed);
                    }
                    System.arraycopy(list, -at - 1, list, -at, listed + at + 1);
                    list[-at - 1] = low;
                    listed++;
                    return true;
                }
            }
            boolean added = (map[low >> 6] & 1L << low) == 0;
            map[low >> 6] |= 1L << low;
            return added;
        }

        private long[] toBits() {
            long[] map = new long[1024];
            for (int i = 0; i < listed; i++) {
                map[list[i] >> 6] |= 1L << list[i];
            }
            bits = map;
            list = new char[0];
            return map;
        }

        boolean has(int low) {
            if (bits == null) {
                return Arrays.binarySearch(list, 0, listed, (char) low) >= 0;
            }
            return (bits[low >> 6] & 1L << low) != 0;
        }

        void each(long high, LongConsumer to) {
            if (bits == null) {
                for (int i = 0; i < listed; i++) {
                    to.accept(high << 16 | list[i]);
                }
                return;
            }
            for (int low = 0; low < 1 << 16; low++) {
                if (has(low)) {
                    to.accept(high << 16 | low);
                }
            }
        }
    }

    IdSet() {
        this(MAX_CHUNKS);
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** Creates a set of at most {@code maxChunks} chunks. */
    IdSet(int maxChunks) {
        this.maxChunks = maxChunks;
    }

    /** Adds a number; returns false when the set is known to contain it. */
    boolean add(long id) {
        long high = id >>> 16;
        Chunk chunk = last;
        if (chunk == null || lastHigh != high) {
            chunk = chunks.get(high);
            if (chunk == null) {
                if (chunks.size() == maxChunks) {
                    full = true;
                    return true;
                }
                chunk = new Chunk();
                chunks.put(high, chunk);
            }
            last = chunk;
            lastHigh = high;
        }
        return chunk.add((char) id);
    }

    /** Whether numbers were dropped. */
    boolean full() {
        return full;
    }

    boolean has(long id) {
        Chunk chunk = chunks.get(id >>> 16);
        return chunk != null && chunk.has((int) (id & 0xffff));
    }

    /** Visits the numbers of this set that are not in another. */
    void eachNotIn(IdSet other, LongConsumer to) {
        for (Map.Entry<Long, Chunk> chunk : chunks.entrySet()) {
            chunk.getValue().each(chunk.getKey(), id -> {
                if (!other.has(id)) {
                    to.accept(id);
                }
            });
        }
    }
}
