package io.metash.ndjson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.metash.record.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Compressed input of several members, with garbage, cut, from a slow pipe: read to its last byte or refused. */
class PackedInputTest {
    private static final byte[] ONE = "the first member\n".repeat(500).getBytes(StandardCharsets.UTF_8);
    private static final byte[] TWO = "the second\n".getBytes(StandardCharsets.UTF_8);

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(text);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** A skippable frame, as pzstd writes before each of its frames. */
    private static byte[] skippable() {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184d2a50)
                .putInt(4)
                .putInt(77)
                .array();
    }

    private static String text(byte[] packed) throws IOException {
        try (InputStream in = PackedInput.of(new OneByte(packed), "file")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String refusal(byte[] packed) {
        Failure refused = assertThrows(Failure.class, () -> text(packed));
        return refused.status().code() + " " + refused.what();
    }

    /** A pipe that delivers one byte at a time and reports none as available. */
    private static final class OneByte extends ByteArrayInputStream {
        OneByte(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(1, length));
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }

    @Test
    void membersAndFramesAreReadInSequence() throws IOException {
        String both = new String(ONE, StandardCharsets.UTF_8) + new String(TWO, StandardCharsets.UTF_8);
        assertEquals(both, text(joined(ONE, TWO)));
        assertEquals(both, text(joined(gzip(ONE), gzip(TWO))));
        assertEquals(both, text(joined(gzip(ONE), gzip(new byte[0]), gzip(TWO))));
        assertEquals(both, text(joined(Zstd.compress(ONE), Zstd.compress(TWO))));
        assertEquals(both, text(joined(skippable(), Zstd.compress(ONE), skippable(), Zstd.compress(TWO))));
    }

    @Test
    void bytesOutsideMembersAreRefused() throws IOException {
        byte[] corrupted = gzip(TWO);
        corrupted[0] ^= 1;
        assertEquals("3 the compressed file is damaged", refusal(joined(gzip(ONE), corrupted)));
        assertEquals("3 the compressed file is damaged", refusal(joined(gzip(ONE), TWO)));
        assertEquals("3 the compressed file is damaged", refusal(joined(Zstd.compress(ONE), TWO)));
        byte[] checksum = gzip(ONE);
        checksum[checksum.length - 6] ^= 1;
        assertEquals("3 the compressed file is damaged", refusal(checksum));
    }

    /** A member with all optional parts of a header and the CRC of the header. */
    private static byte[] gzipWithHeader(byte[] text, int corrupt) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0b11111, 0, 0, 0, 0, 0, 3, 5, 0});
        header.writeBytes("extraname\0comment\0".getBytes(StandardCharsets.US_ASCII));
        CRC32 sum = new CRC32();
        sum.update(header.toByteArray());
        int crc = (int) sum.getValue() ^ corrupt;
        header.writeBytes(new byte[] {(byte) crc, (byte) (crc >> 8)});
        byte[] plain = gzip(text);
        return joined(header.toByteArray(), Arrays.copyOfRange(plain, 10, plain.length));
    }

    @Test
    void theChecksumOfAHeaderIsChecked() throws IOException {
        byte[] good = gzipWithHeader(TWO, 0);
        assertEquals(new String(TWO, StandardCharsets.UTF_8).repeat(2), text(joined(good, good)));
        for (int bit = 0; bit < 16; bit++) {
            byte[] bad = gzipWithHeader(TWO, 1 << bit);
            for (byte[] packed : new byte[][] {bad, joined(gzip(ONE), bad)}) {
                Failure refused = assertThrows(Failure.class, () -> text(packed));
                assertEquals("3 the compressed file is damaged", refusal(packed));
                assertTrue(
                        refused.why().startsWith("The CRC of a gzip header does not match the header; found within"),
                        refused.why());
            }
        }
        for (int length = 4; length < good.length; length++) {
            assertEquals(
                    "4 the compressed file is truncated", refusal(Arrays.copyOf(good, length)), "cut at " + length);
        }
    }

    @Test
    void aHeaderWithoutEndIsRefused() throws IOException {
        byte[] endless = new byte[2 << 20];
        Arrays.fill(endless, (byte) 'x');
        System.arraycopy(gzip(TWO), 0, endless, 0, 10);
        endless[3] = 0b11010;
        assertEquals("3 the compressed file is damaged", refusal(endless));
    }

    @Test
    void everyCutIsFound() throws IOException {
        byte[] gzip = joined(gzip(ONE), gzip(TWO));
        int border = gzip(ONE).length;
        for (int length = 4; length < gzip.length; length++) {
            if (length != border) {
                String output = refusal(Arrays.copyOf(gzip, length));
                assertEquals("4 the compressed file is truncated", output, "gzip cut at " + length);
            }
        }
        byte[] zstd = Zstd.compress(ONE);
        for (int length = 4; length < zstd.length; length++) {
            assertEquals(
                    "4 the compressed file is truncated",
                    refusal(Arrays.copyOf(zstd, length)),
                    "zstd cut at " + length);
        }
    }

    @Test
    void unsupportedCompressionIsNamed() {
        Failure refused =
                assertThrows(Failure.class, () -> text(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 0}));
        assertEquals("the file is compressed with xz, which is not supported", refused.what());
        assertEquals("decompress it first: xz -d", refused.next());
    }
}
