package io.metash.raftdir.rotbl;

import io.metash.record.U64;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Constants and basic encodings of a table file (raft-dir-v004 §0, §3.1). */
final class TableFormat {
    static final String FILE_TAG = "rotbl";
    static final String META_TAG = "rotbl_m";
    static final String BLOCK_TAG = "blk";
    static final String INDEX_TAG = "blk_idx";
    static final int VERSION = 1;
    static final int BLOCK_COMPRESSED = 2;
    /** A section header: tag, version, checksum. */
    static final int HEADER_BYTES = 24;
    /** The table id and its checksum. */
    static final int TABLE_ID_BYTES = 12;

    static final int CHECKSUM_BYTES = 8;
    /** Block number, payload length and their checksum. */
    static final int BLOCK_HEAD_BYTES = 24;
    /** The bytes around the payload of a block. */
    static final int BLOCK_FRAME_BYTES = HEADER_BYTES + BLOCK_HEAD_BYTES + CHECKSUM_BYTES;

    static final int FOOTER_BYTES = 72;
    static final int SECTION_ENTRY_BYTES = 24;
    static final int FIRST_BLOCK_OFFSET = HEADER_BYTES + TABLE_ID_BYTES;
    static final int NORMAL = 0;
    static final int TOMBSTONE = 1;

    private TableFormat() {}

    static long crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return crc.getValue();
    }

    /** A section header. */
    static byte[] header(String tag, long version) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES);
        out.put(tag.getBytes(StandardCharsets.US_ASCII)).position(8);
        out.putLong(version);
        return out.putLong(crc(out.array(), 0, 16)).array();
    }

    /** The length of an unsigned number as a varint. */
    static int varintLength(long number) {
        if (U64.compare(number, 250) <= 0) {
            return 1;
        }
        if (U64.compare(number, 0xffff) <= 0) {
            return 3;
        }
        if (U64.compare(number, 0xffff_ffffL) <= 0) {
            return 5;
        }
        return 9;
    }

    /** Writes an unsigned number as a varint; returns its end. */
    static int putVarint(long number, byte[] out, int from) {
        int length = varintLength(number);
        int at = from;
        if (length == 1) {
            out[at++] = (byte) number;
            return at;
        }
        int mark =
                switch (length) {
                    case 3 -> 0xfb;
                    case 5 -> 0xfc;
                    default -> 0xfd;
                };
        out[at++] = (byte) mark;
        for (int shift = 8 * (length - 2); shift >= 0; shift -= 8) {
            out[at++] = (byte) (number >>> shift);
        }
        return at;
    }
}
