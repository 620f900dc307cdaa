package io.metash.storage;

import io.metash.record.BlockInput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Reads an object from its start in ranges, prefetching the next ones. */
final class RangeStream extends BlockInput {
    static final int RANGE_BYTES = 512 << 10;
    /** Number of ranges prefetched and held in memory. */
    private static final int AHEAD = 4;

    private static final byte[] NONE = new byte[0];

    private final OpendalStore store;
    private final String name;
    private final long size;
    private byte[] range = NONE;
    private int at;
    private final Deque<CompletableFuture<byte[]>> ahead = new ArrayDeque<>(AHEAD);
    private long requested;

    RangeStream(OpendalStore store, String name, long size) {
        this.store = store;
        this.name = name;
        this.size = size;
        ask();
    }

    private void ask() {
        while (ahead.size() < AHEAD && requested < size) {
            int length = (int) Math.min(RANGE_BYTES, size - requested);
            ahead.add(store.readLater(name, requested, length));
            requested += length;
        }
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (at == range.length) {
            CompletableFuture<byte[]> next = ahead.poll();
            if (next == null) {
                return -1;
            }
            // Release this range before waiting for the next one, which needs its memory.
            range = NONE;
            at = 0;
            range = store.await(next, name);
            ask();
        }
        int count = Math.min(length, range.length - at);
        System.arraycopy(range, at, into, from, count);
        at += count;
        return count;
    }

    @Override
    public int available() {
        return range.length - at;
    }
}
