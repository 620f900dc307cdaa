package io.metash.ndjson;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Heap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Finds a line that is too long for the heap before a text is read. Reads about one block per maximum line length. */
public final class LongLines {
    private static final int BLOCK_BYTES = 1 << 16;

    private final FileChannel file;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);

    private LongLines(FileChannel file) {
        this.file = file;
    }

    /**
     * Rejects a text with a line that is too long to build a store with this heap.
     *
     * @throws Failure with status 7 and the heap that the line needs
     */
    public static void refuse(Path text) throws IOException {
        refuse(text, Heap.longestLine());
    }

    static void refuse(Path text, long limit) throws IOException {
        try (FileChannel channel = FileChannel.open(text, StandardOpenOption.READ)) {
            LongLines lines = new LongLines(channel);
            long start = lines.longer(limit);
            if (start >= 0) {
                long length = lines.end(start + limit) - start;
                if (length > NdjsonSource.LONGEST_LINE_BYTES) {
                    throw TextLines.tooLong(text + " (byte " + start + ")");
                }
                throw Failure.of(ExitStatus.IO, "a line of " + length + " bytes does not fit into memory")
                        .at(text + " (byte " + start + ")")
                        .because("the heap of metash has " + Heap.mib() + " MiB; nothing was changed")
                        .next(Heap.advice(length));
            }
        }
    }

    /** The start of the first line that is longer than the limit; -1 when there is none. */
    private long longer(long limit) throws IOException {
        long size = file.size();
        long start = 0;
        while (size - start > limit) {
            long newline = lastNewline(start, start + limit);
            if (newline < 0) {
                return start;
            }
            start = newline + 1;
        }
        return -1;
    }

    private long lastNewline(long from, long to) throws IOException {
        for (long high = to; high > from; high -= BLOCK_BYTES) {
            long low = Math.max(from, high - BLOCK_BYTES);
            int read = read(low, (int) (high - low));
            for (int i = read - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return low + i;
                }
            }
        }
        return -1;
    }

    /** The end of the line that contains an offset. */
    private long end(long from) throws IOException {
        for (long at = from; ; at += BLOCK_BYTES) {
            int read = read(at, BLOCK_BYTES);
            for (int i = 0; i < read; i++) {
                if (block.get(i) == '\n') {
                    return at + i;
                }
            }
            if (read < BLOCK_BYTES) {
                return at + read;
            }
        }
    }

    private int read(long at, int length) throws IOException {
        block.clear().limit(length);
        while (block.hasRemaining() && file.read(block, at + block.position()) > 0) {
            // A read may return fewer bytes than requested.
        }
        return block.position();
    }
}
