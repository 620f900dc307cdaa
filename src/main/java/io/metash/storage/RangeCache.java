package io.metash.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Random access to an object in blocks, with an LRU cache. Sequential reads fetch larger ranges, so that a scan makes
 * few requests.
 */
final class RangeCache implements RandomReader {
    private static final int BLOCK_BYTES = 128 << 10;
    private static final int KEPT_BLOCKS = 32;
    private static final int LARGE_BYTES = 4 << 20;
    /** Sequential reads of this many bytes count as a scan. */
    private static final long SCAN_BYTES = 4 * BLOCK_BYTES;

    private final OpendalStore store;
    private final String name;
    private final long size;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(KEPT_BLOCKS, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > KEPT_BLOCKS;
        }
    };
    private byte[] large = new byte[0];
    private long largeFrom;
    private long inARow;
    private long nextInRow = -1;

    RangeCache(OpendalStore store, String name, long size) {
        this.store = store;
        this.name = name;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        if (position >= size) {
            return -1;
        }
        if (position != nextInRow) {
            inARow = 0;
        }
        int count;
        if (inARow >= SCAN_BYTES || inLarge(position)) {
            count = fromLarge(into, position);
        } else {
            count = fromBlock(into, position);
        }
        inARow += count;
        nextInRow = position + count;
        return count;
    }

    private boolean inLarge(long position) {
        return position >= largeFrom && position < largeFrom + large.length;
    }

    private int fromLarge(ByteBuffer into, long position) throws IOException {
        if (!inLarge(position)) {
            large = new byte[0];
            large = store.read(name, position, (int) Math.min(LARGE_BYTES, size - position));
            largeFrom = position;
        }
        return copy(large, (int) (position - largeFrom), into);
    }

    private int fromBlock(ByteBuffer into, long position) throws IOException {
        long number = position / BLOCK_BYTES;
        long from = number * BLOCK_BYTES;
        byte[] block = blocks.get(number);
        if (block == null) {
            block = store.read(name, from, (int) Math.min(BLOCK_BYTES, size - from));
            blocks.put(number, block);
        }
        return copy(block, (int) (position - from), into);
    }

    private static int copy(byte[] from, int at, ByteBuffer into) {
        int count = Math.min(into.remaining(), from.length - at);
        into.put(from, at, count);
        return count;
    }

    @Override
    public void close() {
        blocks.clear();
        large = new byte[0];
    }
}
