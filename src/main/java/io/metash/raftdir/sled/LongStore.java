package io.metash.raftdir.sled;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A growing array of longs, on the heap while it is small, then in a temporary file that is deleted when closed. */
final class LongStore implements Closeable {
    private static final int CHUNK_BITS = 12;
    private static final int CHUNK_LONGS = 1 << CHUNK_BITS;
    private static final int HEAP_CHUNKS = 128;

    private final List<LongBuffer> chunks = new ArrayList<>();
    private @Nullable FileChannel scratch;
    private long length;

    /** The number of longs: the highest used index plus 1. */
    long length() {
        return length;
    }

    /** Returns the value at an index, 0 if unset. */
    long get(long index) {
        if (index < length) {
            return chunks.get((int) (index >> CHUNK_BITS)).get((int) index & CHUNK_LONGS - 1);
        }
        return 0;
    }

    /** Sets the value at an index. */
    void set(long index, long value) throws IOException {
        while (index >= (long) chunks.size() << CHUNK_BITS) {
            grow();
        }
        chunks.get((int) (index >> CHUNK_BITS)).put((int) index & CHUNK_LONGS - 1, value);
        length = Math.max(length, index + 1);
    }

    private void grow() throws IOException {
        if (chunks.size() < HEAP_CHUNKS) {
            chunks.add(LongBuffer.allocate(CHUNK_LONGS));
            return;
        }
        if (scratch == null) {
            Path file = Files.createTempFile("metash-pages-", ".tmp");
            try {
                scratch = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } finally {
                // The open channel keeps the data; a killed process leaves no file.
                Files.delete(file);
            }
        }
        long bytes = (long) CHUNK_LONGS * Long.BYTES;
        ByteBuffer mapped = scratch.map(FileChannel.MapMode.READ_WRITE, (chunks.size() - HEAP_CHUNKS) * bytes, bytes);
        chunks.add(mapped.asLongBuffer());
    }

    @Override
    public void close() throws IOException {
        chunks.clear();
        length = 0;
        if (scratch != null) {
            scratch.close();
        }
    }
}
