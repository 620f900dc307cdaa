package io.metash.command;

import io.metash.record.Bytes;
import java.util.Arrays;

/**
 * A compact list of sorted keys with prefix compression: every sixteenth key is complete, so that a search can start
 * there; the others store the length of the shared prefix (2 bytes), the length of the rest (2 bytes), and the rest.
 */
final class PackedKeys {
    static final PackedKeys NONE = new PackedKeys(new byte[0], 0, new int[0], 0);
    private static final int WHOLE_EVERY = 16;
    private static final int MAX_BYTES = 64 << 20;
    private static final int LONGEST = 0xFFFF;

    private final byte[] data;
    private final int length;
    private final int[] wholes;
    private final int size;

    private PackedKeys(byte[] data, int length, int[] wholes, int size) {
        this.data = data;
        this.length = length;
        this.wholes = wholes;
        this.size = size;
    }

    int size() {
        return size;
    }

    /** A cursor that starts at the first key not less than {@code start}. */
    Cursor from(Bytes start) {
        int low = 0;
        int high = (size + WHOLE_EVERY - 1) / WHOLE_EVERY - 1;
        // Find the last complete key that is not above the start.
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (completeKey(middle).compareTo(start) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Cursor cursor = new Cursor(size == 0 ? length : wholes[low]);
        cursor.skipBelow(start);
        return cursor;
    }

    private Bytes completeKey(int block) {
        int at = wholes[block];
        int more = number(data, at + 2);
        return Bytes.of(Arrays.copyOfRange(data, at + 4, at + 4 + more));
    }

    private static int number(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
    }

    /** Iterates over keys. */
    final class Cursor {
        private int at;
        private byte[] key = new byte[0];
        private boolean ahead;

        private Cursor(int at) {
            this.at = at;
        }

        private void skipBelow(Bytes start) {
            while (next()) {
                if (key().compareTo(start) >= 0) {
                    ahead = true;
                    return;
                }
            }
        }

        boolean next() {
            if (ahead) {
                ahead = false;
                return true;
            }
            if (at >= length) {
                return false;
            }
            int shared = number(data, at);
            int more = number(data, at + 2);
            byte[] next = Arrays.copyOf(key, shared + more);
            System.arraycopy(data, at + 4, next, shared, more);
            key = next;
            at += 4 + more;
            return true;
        }

        Bytes key() {
            return Bytes.of(key);
        }
    }

    /** Adds keys in ascending order. Lists built before stay unchanged. */
    static final class Builder {
        private byte[] data = new byte[1 << 16];
        private int length;
        private int[] wholes = new int[256];
        private int size;
        private byte[] last = new byte[0];
        private boolean skipped;

        /** Whether a key was skipped because it was too long. */
        boolean skipped() {
            return skipped;
        }

        boolean fits() {
            return length < MAX_BYTES;
        }

        int size() {
            return size;
        }

        void add(Bytes key) {
            byte[] bytes = key.array();
            if (bytes.length > LONGEST) {
                skipped = true;
                return;
            }
            boolean whole = size % WHOLE_EVERY == 0;
            int mismatch = 0;
            if (!whole) {
                mismatch = Arrays.mismatch(last, bytes);
            }
            int shared = mismatch;
            if (mismatch < 0) {
                shared = bytes.length;
            }
            int more = bytes.length - shared;
            if (length + 4 + more > data.length) {
                data = Arrays.copyOf(data, Math.max(data.length + data.length / 2, length + 4 + more));
            }
            if (whole) {
                int block = size / WHOLE_EVERY;
                if (block == wholes.length) {
                    wholes = Arrays.copyOf(wholes, wholes.length * 2);
                }
                wholes[block] = length;
            }
            put(shared);
            put(more);
            System.arraycopy(bytes, shared, data, length, more);
            length += more;
            last = bytes;
            size++;
        }

        private void put(int number) {
            data[length++] = (byte) (number >> 8);
            data[length++] = (byte) number;
        }

        PackedKeys soFar() {
            return new PackedKeys(data, length, wholes, size);
        }
    }
}
