package io.metash.backup;

import io.metash.record.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/** SHA-256 of a byte sequence and CRC-32C of each block: the hash detects a difference, the CRCs locate it. */
public final class Checksums {
    /** Bytes per block. */
    public static final int BLOCK_BYTES = 4 << 20;

    private final MessageDigest sha256 = Sha256.digest();
    private final CRC32C crc = new CRC32C();
    private final List<String> blocks = new ArrayList<>();
    private long bytes;
    private int inBlock;

    /** Adds bytes. */
    public void update(byte[] from, int at, int length) {
        sha256.update(from, at, length);
        bytes += length;
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, BLOCK_BYTES - inBlock);
            crc.update(from, at + done, part);
            done += part;
            inBlock += part;
            if (inBlock == BLOCK_BYTES) {
                endBlock();
            }
        }
    }

    private void endBlock() {
        blocks.add(HexFormat.of().toHexDigits((int) crc.getValue()));
        crc.reset();
        inBlock = 0;
    }

    /** Number of bytes added. */
    public long bytes() {
        return bytes;
    }

    /** Returns the SHA-256 of all bytes in hexadecimal. No bytes can be added afterwards. */
    public String sha256Hex() {
        return Sha256.of(sha256);
    }

    /**
     * Returns the CRC-32C of each block in hexadecimal; the last block may be shorter. No bytes can be added
     * afterwards.
     */
    public List<String> blocks() {
        if (inBlock > 0) {
            endBlock();
        }
        return List.copyOf(blocks);
    }
}
