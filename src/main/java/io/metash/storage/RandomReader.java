package io.metash.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Random access to the bytes of a file. Not thread-safe. */
public interface RandomReader extends Closeable {
    /** Returns the current size in bytes. */
    long size() throws IOException;

    /** Reads bytes at a position; returns their number, or -1 at the end. */
    int read(ByteBuffer into, long position) throws IOException;
}
