package io.metash.session;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sparse index of ascending rows. Stores for each block its start and a separator: the shortest key above all keys
 * before the block and not above its first key.
 */
final class BlockIndex {
    private final byte[] separators;
    private final int[] ends;
    private final long[] offsets;

    private BlockIndex(byte[] separators, int[] ends, long[] offsets) {
        this.separators = separators;
        this.ends = ends;
        this.offsets = offsets;
    }

    /** The number of blocks. */
    int blocks() {
        return offsets.length;
    }

    /** Returns the position from which to search the first row at or above a key; -1 without rows. */
    long seek(byte[] key) {
        int low = 0;
        int high = offsets.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (compare(middle, key) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (high < 0) {
            return -1;
        }
        return offsets[low];
    }

    private int compare(int block, byte[] key) {
        int from = 0;
        if (block != 0) {
            from = ends[block - 1];
        }
        return Arrays.compareUnsigned(separators, from, ends[block], key, 0, key.length);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            out.writeInt(ends[i]);
            out.writeLong(offsets[i]);
        }
        out.write(separators);
    }

    static BlockIndex read(DataInput in) throws IOException {
        int blocks = in.readInt();
        int[] ends = new int[blocks];
        long[] offsets = new long[blocks];
        for (int i = 0; i < blocks; i++) {
            ends[i] = in.readInt();
            offsets[i] = in.readLong();
        }
        byte[] separators = new byte[blocks == 0 ? 0 : ends[blocks - 1]];
        in.readFully(separators);
        return new BlockIndex(separators, ends, offsets);
    }

    /** Builds an index row by row. */
    static final class Builder {
        private final long blockBytes;
        private byte[] separators = new byte[1024];
        private int used;
        private int[] ends = new int[64];
        private long[] offsets = new long[64];
        private int blocks;
        private byte @Nullable [] previous;

        /** Creates a builder with one block per {@code blockBytes} bytes. */
        Builder(long blockBytes) {
            this.blockBytes = blockBytes;
        }

        /** Adds the next row; returns false, and ignores it, when it is not above the previous one. */
        boolean add(byte[] key, long offset) {
            if (previous != null && Arrays.compareUnsigned(previous, key) >= 0) {
                return false;
            }
            if (blocks == 0 || offset - offsets[blocks - 1] >= blockBytes) {
                start(key, offset);
            }
            previous = key;
            return true;
        }

        private void start(byte[] key, long offset) {
            int length = 0;
            if (previous != null) {
                length = Math.min(key.length, Arrays.mismatch(previous, key) + 1);
            }
            if (used + length > separators.length) {
                separators = Arrays.copyOf(separators, Math.max(used + length, separators.length * 2));
            }
            if (blocks == offsets.length) {
                ends = Arrays.copyOf(ends, blocks * 2);
                offsets = Arrays.copyOf(offsets, blocks * 2);
            }
            System.arraycopy(key, 0, separators, used, length);
            used += length;
            ends[blocks] = used;
            offsets[blocks++] = offset;
        }

        BlockIndex build() {
            return new BlockIndex(
                    Arrays.copyOf(separators, used), Arrays.copyOf(ends, blocks), Arrays.copyOf(offsets, blocks));
        }
    }
}
