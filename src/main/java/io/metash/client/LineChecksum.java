package io.metash.client;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A checksum of export text: two 32-bit CRCs and the length. Unlike SHA-256, they are fast with the first JIT
 * compiler alone, which is used for exports of a service.
 */
final class LineChecksum {
    private final CRC32 crc32 = new CRC32();
    private final CRC32C crc32c = new CRC32C();
    private long bytes;

    /** Adds a range of bytes. */
    void update(byte[] text, int from, int length) {
        crc32.update(text, from, length);
        crc32c.update(text, from, length);
        bytes += length;
    }

    /** Whether both checksums are of the same text. */
    boolean matches(LineChecksum other) {
        return bytes == other.bytes
                && crc32.getValue() == other.crc32.getValue()
                && crc32c.getValue() == other.crc32c.getValue();
    }
}
