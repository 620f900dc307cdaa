package io.metash.raftdir.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;

/**
 * Searches for a whole record after a position where none can be read. After a torn write, which ends a log, there is
 * none; after damage in the middle, the later records follow (decisions 12).
 */
final class RecordScan {
    private static final int WINDOW_BYTES = 1 << 20;
    private static final int STEP_BYTES = WINDOW_BYTES / 2;
    private static final int TYPES = 6;
    private static final int SMALLEST_BYTES = 4 + 1 + 8;

    private final FileChannel channel;
    private final long size;
    private final WalCodec codec = new WalCodec();
    private final byte[] window = new byte[WINDOW_BYTES];

    /** Creates a scan of a chunk of {@code size} bytes; does not close the channel. */
    RecordScan(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /** The start of the first whole record at {@code from} or later that fits into a window; empty for none. */
    OptionalLong firstFrom(long from) throws IOException {
        for (long start = from; start < size; start += STEP_BYTES) {
            int length = fill(start);
            boolean last = start + length == size;
            int candidates = length;
            if (!last) {
                candidates = Math.min(length, STEP_BYTES);
            }
            for (int at = 0; at < candidates && at + SMALLEST_BYTES <= length; at++) {
                if (isRecord(at, length, last)) {
                    return OptionalLong.of(start + at);
                }
            }
            if (last) {
                break;
            }
        }
        return OptionalLong.empty();
    }

    private boolean isRecord(int at, int length, boolean last) {
        boolean type = window[at] == 0 && window[at + 1] == 0 && window[at + 2] == 0 && window[at + 3] >= 0;
        if (!type || window[at + 3] >= TYPES) {
            return false;
        }
        try {
            codec.decode(window, at, length, last);
            return true;
        } catch (UndecodableRecord none) {
            return false;
        }
    }

    private int fill(long start) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(window, 0, (int) Math.min(WINDOW_BYTES, size - start));
        while (into.hasRemaining() && channel.read(into, start + into.position()) > 0) {
            continue;
        }
        return into.position();
    }
}
