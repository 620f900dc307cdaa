package io.metash.raftdir.sled;

import io.metash.record.U64;
import java.util.Arrays;

/** A bounds-checked cursor over the bytes of one item (sled-0.34 §3.2). */
final class SledBytes {
    private static final int ONE_BYTE_MOST = 240;
    private static final int TWO_BYTES_MOST = 248;
    private static final int THREE_BYTES = 249;

    private final byte[] bytes;
    private final int end;
    private int at;

    SledBytes(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    SledBytes(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** The index of the next byte. */
    int at() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    /** Reads a byte, 0 to 255. */
    int u8() {
        need(1);
        return bytes[at++] & 0xff;
    }

    /** Reads a fixed-width little-endian number of 1 to 8 bytes. */
    long fixed(int width) {
        need(width);
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        at += width;
        return value;
    }

    /** Reads a varint, u64. */
    long varint() {
        int first = u8();
        if (first <= ONE_BYTE_MOST) {
            return first;
        }
        if (first <= TWO_BYTES_MOST) {
            return ONE_BYTE_MOST + 256L * (first - ONE_BYTE_MOST - 1) + u8();
        }
        if (first == THREE_BYTES) {
            return 2288 + 256L * u8() + u8();
        }
        return fixed(first - 247);
    }

    /** Reads a varint that counts bytes or items, and therefore cannot exceed the remaining bytes. */
    int count() {
        long value = varint();
        if (value < 0 || value > remaining()) {
            throw new SledFormatException("a length of " + U64.text(value) + " where " + remaining() + " bytes remain");
        }
        return (int) value;
    }

    /** Reads a length-prefixed bytes field. */
    byte[] field() {
        return read(count());
    }

    /** Reads the next bytes. */
    byte[] read(int length) {
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private void need(int length) {
        if (length < 0 || length > end - at) {
            throw new SledFormatException(length + " bytes expected where " + (end - at) + " remain");
        }
    }
}
