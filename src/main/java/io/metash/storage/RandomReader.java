package io.metash.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Random access to the bytes of a file. Not thread-safe. */
public interface RandomReader extends Closeable {
    /** Returns the current size in bytes. */
    long size() throws IOException;

    /** Reads bytes at a position; returns their number, or -1 at the end. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Wraps an open file, which is closed with the result. */
    static RandomReader of(FileChannel channel) {
        return new RandomReader() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public int read(ByteBuffer into, long position) throws IOException {
                return channel.read(into, position);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
