package io.metash.raftdir.sled;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** A movable window on a file, up to the size that it had at opening; past its end there are zeros. */
final class FileWindow {
    private static final int SMALLEST_BYTES = 1 << 10;

    private final FileChannel channel;
    private final long size;
    private final int readAhead;
    private byte[] bytes = new byte[0];
    private long start;

    FileWindow(FileChannel channel, long size, int readAhead) {
        this.channel = channel;
        this.size = size;
        this.readAhead = (int) Math.min(readAhead, Math.max(size, SMALLEST_BYTES));
    }

    /** The size of the file, bytes. */
    long size() {
        return size;
    }

    /**
     * Makes {@code length} bytes from {@code offset} available; returns the index of the first one in {@link #bytes}.
     */
    int move(long offset, int length) throws IOException {
        if (offset >= start && offset + length <= start + bytes.length) {
            return (int) (offset - start);
        }
        int wanted = Math.max(length, readAhead);
        if (bytes.length < length || bytes.length != wanted) {
            bytes = new byte[wanted];
        }
        start = offset;
        int filled = (int) Math.max(0, Math.min(wanted, size - offset));
        ByteBuffer target = ByteBuffer.wrap(bytes, 0, filled);
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                break;
            }
        }
        Arrays.fill(bytes, target.position(), wanted, (byte) 0);
        return 0;
    }

    /** The bytes of the window; valid until the next move. */
    byte[] bytes() {
        return bytes;
    }
}
