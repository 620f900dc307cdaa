package io.metash.catalog;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The four-byte header of a compressed message (values §1). */
final class Compressed {
    private static final int HEADER_BYTES = 4;
    private static final byte MARK = 0x0f;
    private static final int ZSTD = 1;
    private static final int LARGEST_BYTES = 64 << 20;
    private static final int LEVEL = 3;

    private Compressed() {}

    /** Whether a value has the header. */
    static boolean is(byte[] value) {
        return value.length > 0 && value[0] == MARK;
    }

    /**
     * Decompresses a message.
     *
     * @throws BadMessage for a newer header, damaged data, or more than 64 MiB
     */
    static byte[] open(byte[] value) throws BadMessage {
        if (value.length < HEADER_BYTES) {
            throw new BadMessage("the compression header is cut");
        }
        if ((value[1] & ~ZSTD) != 0 || value[2] != 0 || value[3] != 0) {
            throw new BadMessage("the compression header is from a newer program");
        }
        if (value[1] == 0) {
            return Arrays.copyOfRange(value, HEADER_BYTES, value.length);
        }
        try (InputStream in =
                new ZstdInputStream(new ByteArrayInputStream(value, HEADER_BYTES, value.length - HEADER_BYTES))) {
            byte[] plain = in.readNBytes(LARGEST_BYTES + 1);
            if (plain.length > LARGEST_BYTES) {
                throw new BadMessage("more than 64 MiB when decompressed");
            }
            return plain;
        } catch (IOException damaged) {
            throw new BadMessage("the compressed bytes are damaged");
        }
    }

    /** Compresses a message and prepends the header. */
    static byte[] seal(byte[] message) {
        byte[] packed = Zstd.compress(message, LEVEL);
        byte[] value = new byte[HEADER_BYTES + packed.length];
        value[0] = MARK;
        value[1] = ZSTD;
        System.arraycopy(packed, 0, value, HEADER_BYTES, packed.length);
        return value;
    }
}
