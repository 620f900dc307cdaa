package io.metash.backup;

import io.metash.record.Sha256;
import io.metash.storage.RandomReader;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Locates a single wrong byte in a file with the help of its manifest. A CRC is linear: the difference of a block's
 * two checksums is that of the wrong byte alone, shifted through the register by every later byte. Shifting it back
 * byte by byte yields the position. In about one of five cases another position matches by chance, so the SHA-256 of
 * the whole file decides.
 */
final class FlipFinder {
    /** CRC-32C polynomial, reflected. */
    private static final int POLYNOMIAL = 0x82F63B78;

    private static final int[] TABLE = new int[256];
    /** Table index by the top byte of its entry; each top byte is unique. */
    private static final int[] BY_TOP = new int[256];

    private static final int MAX_TRIED = 8;

    static {
        for (int i = 0; i < 256; i++) {
            int value = i;
            for (int bit = 0; bit < 8; bit++) {
                if ((value & 1) != 0) {
                    value = value >>> 1 ^ POLYNOMIAL;
                } else {
                    value = value >>> 1;
                }
            }
            TABLE[i] = value;
            BY_TOP[value >>> 24] = i;
        }
    }

    private FlipFinder() {}

    /**
     * A wrong byte.
     *
     * @param at its offset in the file
     * @param is its current value
     * @param was its original value
     */
    record Flip(long at, int is, int was) {}

    /**
     * Searches for the wrong byte.
     *
     * @param block the number of the only block whose checksum differs
     * @return null when more than one byte is wrong
     */
    static @Nullable Flip find(StoredFile file, Manifest manifest, int block) throws IOException {
        long start = (long) block * Checksums.BLOCK_BYTES;
        int length = (int) Math.min(Checksums.BLOCK_BYTES, manifest.bytes() - start);
        byte[] bytes = new byte[length];
        try (RandomReader reader = file.openRandom()) {
            ByteBuffer into = ByteBuffer.wrap(bytes);
            while (into.hasRemaining()) {
                if (reader.read(into, start + into.position()) < 0) {
                    return null;
                }
            }
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, length);
            int expected = (int) HexFormat.fromHexDigitsToLong(manifest.crc32c().get(block));
            for (int[] place : places((int) crc.getValue() ^ expected, length)) {
                Flip flip = new Flip(start + place[0], bytes[place[0]] & 0xff, (bytes[place[0]] ^ place[1]) & 0xff);
                if (proves(reader, manifest, flip)) {
                    return flip;
                }
            }
        }
        return null;
    }

    /** Returns candidate positions of a one-byte difference, with the difference. */
    static List<int[]> places(int difference, int length) {
        List<int[]> places = new ArrayList<>();
        int register = difference;
        for (int distance = 0; distance < length && places.size() < MAX_TRIED; distance++) {
            int index = BY_TOP[register >>> 24];
            int rest = register ^ TABLE[index];
            if (rest == 0) {
                places.add(new int[] {length - 1 - distance, index});
            }
            register = rest << 8 | index;
        }
        return places;
    }

    /** Whether the file matches its manifest after this byte is restored. */
    private static boolean proves(RandomReader reader, Manifest manifest, Flip flip) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
        long at = 0;
        for (int count = reader.read(buffer, at); count >= 0; count = reader.read(buffer, at)) {
            if (flip.at >= at && flip.at < at + count) {
                buffer.array()[(int) (flip.at - at)] = (byte) flip.was;
            }
            sha256.update(buffer.array(), 0, count);
            at += count;
            buffer.clear();
        }
        return Sha256.of(sha256).equals(manifest.sha256());
    }
}
