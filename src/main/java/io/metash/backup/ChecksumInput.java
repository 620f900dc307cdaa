package io.metash.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Computes the checksums of a file while it is read. */
final class ChecksumInput extends FilterInputStream {
    private final Checksums checksums = new Checksums();
    /** Remembered because the reader may close the stream once it reaches the end. */
    private boolean ended;

    ChecksumInput(InputStream raw) {
        super(raw);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        if (read(one, 0, 1) < 0) {
            return -1;
        }
        return one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = in.read(into, from, length);
        ended |= count < 0;
        if (count > 0) {
            checksums.update(into, from, count);
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] passed = new byte[(int) Math.min(count, 1 << 16)];
        return Math.max(0, read(passed, 0, passed.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Reads the rest of the file: bytes after the end of compressed data belong to the file too. */
    Checksums drain() throws IOException {
        byte[] rest = new byte[1 << 16];
        while (!ended && read(rest, 0, rest.length) >= 0) {
            // Discards the bytes: only the checksums matter.
        }
        return checksums;
    }
}
