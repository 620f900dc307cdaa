package io.metash.ndjson;

import io.metash.record.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks the members of a gzip file. Checks the CRC of a header (RFC 1952), which the library skips. */
final class GzipMembers extends BlockInput {
    private static final int LONGEST_HEADER_BYTES = 1 << 20;
    private static final int FIXED_BYTES_AFTER_FLAGS = 6;
    private static final int HEADER_CRC = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;

    private final InputStream packed;
    private final CRC32 sum = new CRC32();
    private int headerBytes;
    private @Nullable InputStream member;

    /** Unpacks a stream that supports marks. */
    GzipMembers(InputStream packed) throws IOException {
        this.packed = packed;
        next();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (member != null) {
            int count = member.read(into, from, length);
            if (count >= 0) {
                return count;
            }
            next();
        }
        return -1;
    }

    /** Opens the next member, none at the end of the file. */
    private void next() throws IOException {
        member = null;
        packed.mark(LONGEST_HEADER_BYTES);
        int first = packed.read();
        if (first < 0) {
            return;
        }
        checkHeader(first);
        packed.reset();
        member = new GzipCompressorInputStream(packed, false);
    }

    private void checkHeader(int first) throws IOException {
        sum.reset();
        headerBytes = 1;
        sum.update(first);
        if (first != 0x1f || header() != 0x8b) {
            throw new IOException("Garbage after a member");
        }
        header();
        int flags = header();
        if ((flags & HEADER_CRC) == 0) {
            return;
        }
        skip(FIXED_BYTES_AFTER_FLAGS);
        if ((flags & EXTRA) != 0) {
            skip(header() | header() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        int expected = (int) sum.getValue() & 0xffff;
        if ((header() | header() << 8) != expected) {
            throw new IOException("The CRC of a gzip header does not match the header");
        }
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            header();
        }
    }

    private void skipText() throws IOException {
        while (header() != 0) {
            // Texts end with a zero byte.
        }
    }

    private int header() throws IOException {
        int next = packed.read();
        if (next < 0) {
            throw new EOFException();
        }
        if (++headerBytes == LONGEST_HEADER_BYTES) {
            throw new IOException("A gzip header is longer than 1 MiB");
        }
        sum.update(next);
        return next;
    }

    @Override
    public void close() throws IOException {
        packed.close();
    }
}
