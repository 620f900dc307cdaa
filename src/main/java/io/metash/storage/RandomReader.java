package io.metash.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a file, read at any place. Not safe for several threads. */
public interface RandomReader extends Closeable {
    /** How many bytes there are now. */
    long size() throws IOException;

    /** Reads some bytes from a position on; returns how many, or -1 at the end. */
    int read(ByteBuffer into, long position) throws IOException;
}
