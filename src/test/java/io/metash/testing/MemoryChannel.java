package io.metash.testing;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/** A file in memory. */
public final class MemoryChannel implements SeekableByteChannel {
    private byte[] bytes;
    private int size;
    private int position;

    /** An empty file. */
    public MemoryChannel() {
        this(new byte[0]);
    }

    /** A file with content; the array is not changed. */
    public MemoryChannel(byte[] content) {
        bytes = content.clone();
        size = content.length;
    }

    /** The content. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public int read(ByteBuffer dst) {
        if (position >= size) {
            return -1;
        }
        int n = Math.min(dst.remaining(), size - position);
        dst.put(bytes, position, n);
        position += n;
        return n;
    }

    @Override
    public int write(ByteBuffer src) {
        int n = src.remaining();
        if (position + n > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + n));
        }
        src.get(bytes, position, n);
        position += n;
        size = Math.max(size, position);
        return n;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = (int) newPosition;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        size = (int) Math.min(size, newSize);
        position = Math.min(position, size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
