package io.metash.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads an object from its beginning, in ranges, the next one fetched while one is consumed. */
final class RangeStream extends InputStream {
    /** Two of them are in memory. */
    static final int RANGE_BYTES = 4 << 20;

    private static final byte[] NONE = new byte[0];

    private final OpendalStore store;
    private final String name;
    private final long size;
    private byte[] range = NONE;
    private int at;
    private @Nullable CompletableFuture<byte[]> ahead;
    private long asked;

    RangeStream(OpendalStore store, String name, long size) {
        this.store = store;
        this.name = name;
        this.size = size;
        ask();
    }

    private void ask() {
        int length = (int) Math.min(RANGE_BYTES, size - asked);
        ahead = length == 0 ? null : store.readLater(name, asked, length);
        asked += length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        if (read(one, 0, 1) < 0) {
            return -1;
        }
        return one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (at == range.length) {
            if (ahead == null) {
                return -1;
            }
            // At most two ranges are in memory: release this one before waiting for the next.
            range = NONE;
            range = store.await(ahead, name);
            at = 0;
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
