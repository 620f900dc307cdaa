package io.metash.catalog;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A protobuf message as it is stored: plain, or packed behind a header of four bytes (values 1). */
final class StoredMessage {
    private static final int HEADER_BYTES = 4;
    private static final byte PACKED = 0x0f;
    private static final int LARGEST_BYTES = 4 << 20;
    private static final int VER = 100;

    private StoredMessage() {}

    /** The message's bytes; null when the value is no message that could be read here. */
    static byte[] of(byte[] value) {
        byte[] plain = value.length > 0 && value[0] == PACKED ? unpacked(value) : value;
        if (plain == null) {
            return null;
        }
        // Every root message says which release wrote it; and no other bytes are likely to.
        boolean says = false;
        MessageFields fields = MessageFields.of(plain);
        while (fields.next()) {
            says |= fields.isNumber(VER) && fields.value() != 0;
        }
        return says && !fields.broken() ? plain : null;
    }

    private static byte[] unpacked(byte[] value) {
        if (value.length < HEADER_BYTES || value[1] != 1 || value[2] != 0 || value[3] != 0) {
            return null;
        }
        try (InputStream in =
                new ZstdInputStream(new ByteArrayInputStream(value, HEADER_BYTES, value.length - HEADER_BYTES))) {
            byte[] plain = in.readNBytes(LARGEST_BYTES + 1);
            return plain.length > LARGEST_BYTES ? null : plain;
        } catch (IOException damaged) {
            return null;
        }
    }
}
