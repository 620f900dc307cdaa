package io.metash.raftdir.rotbl;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one block (raft-dir-v004 §3.2, §3.6). A block of normal size is read at once; a larger one is verified
 * in a first pass and read through a window in a second.
 */
final class BlockRows {
    private static final int WHOLE_BYTES = 16 << 20;
    private static final int WINDOW_BYTES = 1 << 20;
    private static final int COMPRESSED_ZSTD = 1;
    private static final long LARGEST_UNPACKED_BYTES = 1L << 30;
    private static final byte[] NO_PREFIX = new byte[0];

    private final TableFile source;
    private final long blockAt;
    /** The end of the rows in the file; rows after {@code end} are not in the buffer yet. */
    private final long rowsEnd;

    private byte[] buffer;
    private int at;
    private int end;
    private long fileAt;
    private byte[] prefix = NO_PREFIX;
    private long left;
    private boolean first;
    private boolean fresh = true;
    private byte @Nullable [] key;
    private long seq;
    private byte @Nullable [] value;
    private final boolean unpacked;

    private BlockRows(
            TableFile source, BlockEntry block, byte[] buffer, int at, int end, long fileAt, boolean unpacked) {
        this.source = source;
        this.blockAt = block.offset();
        this.rowsEnd = block.offset() + block.size() - TableFormat.CHECKSUM_BYTES;
        this.buffer = buffer;
        this.at = at;
        this.end = end;
        this.fileAt = fileAt;
        this.unpacked = unpacked;
    }

    static BlockRows open(TableFile source, BlockEntry block, byte[] reused) throws IOException {
        long version = TableReader.header(source, block.offset(), TableFormat.BLOCK_TAG, TableFormat.BLOCK_COMPRESSED);
        int headBytes = TableFormat.HEADER_BYTES + TableFormat.BLOCK_HEAD_BYTES;
        byte[] head = source.read(block.offset(), headBytes);
        ByteBuffer in = ByteBuffer.wrap(head);
        long headAt = block.offset() + TableFormat.HEADER_BYTES;
        source.check(
                in.getLong(TableFormat.HEADER_BYTES + 16),
                TableFormat.crc(head, TableFormat.HEADER_BYTES, 16),
                headAt,
                "a block's head");
        long number = in.getLong(TableFormat.HEADER_BYTES);
        long payload = in.getLong(TableFormat.HEADER_BYTES + 8);
        if (number != block.blockNum() || payload != block.size() - TableFormat.BLOCK_FRAME_BYTES) {
            throw source.damaged(
                    headAt,
                    "block " + number + " of " + payload + " bytes, expected block " + block.blockNum() + " of "
                            + (block.size() - TableFormat.BLOCK_FRAME_BYTES));
        }
        BlockRows rows;
        if (block.size() <= WHOLE_BYTES) {
            int size = (int) block.size();
            byte[] whole = reused;
            if (reused.length < size) {
                whole = new byte[size];
            }
            source.read(block.offset(), whole, 0, size);
            int crcAt = size - TableFormat.CHECKSUM_BYTES;
            source.check(
                    ByteBuffer.wrap(whole).getLong(crcAt), TableFormat.crc(whole, 0, crcAt), block.offset(), "a block");
            rows = new BlockRows(source, block, whole, headBytes, crcAt, block.offset() + crcAt, false);
        } else {
            check(source, block);
            rows = new BlockRows(source, block, new byte[WINDOW_BYTES], 0, 0, block.offset() + headBytes, false);
        }
        if (version == TableFormat.BLOCK_COMPRESSED) {
            return unpack(source, block, rows);
        }
        rows.left = rows.varint();
        return rows;
    }

    /** Creates rows from a part of a block that was verified before. */
    static BlockRows some(TableFile source, BlockEntry block, byte[] bytes, int rows) {
        BlockRows some = new BlockRows(source, block, bytes, 0, bytes.length, 0, true);
        some.left = rows;
        return some;
    }

    /** Whether the rows were decompressed and therefore have no file position. */
    boolean isUnpacked() {
        return unpacked;
    }

    /** Verifies the checksum of a large block in a separate pass. */
    private static void check(TableFile source, BlockEntry block) throws IOException {
        CRC32 crc = new CRC32();
        byte[] piece = new byte[WINDOW_BYTES];
        long crcAt = block.offset() + block.size() - TableFormat.CHECKSUM_BYTES;
        for (long at = block.offset(); at < crcAt; ) {
            int length = (int) Math.min(piece.length, crcAt - at);
            source.read(at, piece, 0, length);
            crc.update(piece, 0, length);
            at += length;
        }
        source.check(
                ByteBuffer.wrap(source.read(crcAt, TableFormat.CHECKSUM_BYTES)).getLong(),
                crc.getValue(),
                block.offset(),
                "a block");
    }

    private static BlockRows unpack(TableFile source, BlockEntry block, BlockRows packed) throws IOException {
        int tag = packed.need(1)[packed.at++] & 0xff;
        if (tag != COMPRESSED_ZSTD) {
            throw source.version(packed.position(), "a block has compression " + tag + ", expected 1 (zstd)");
        }
        long length = packed.rowsEnd - (packed.fileAt - (packed.end - packed.at));
        byte[] frame = packed.read(length);
        ByteArrayOutputStream out = new ByteArrayOutputStream(4 * frame.length);
        try (ZstdInputStream zstd = new ZstdInputStream(new ByteArrayInputStream(frame))) {
            byte[] piece = new byte[1 << 16];
            for (int n = zstd.read(piece); n >= 0; n = zstd.read(piece)) {
                out.write(piece, 0, n);
                if (out.size() > LARGEST_UNPACKED_BYTES) {
                    throw source.damaged(block.offset(), "a block decompresses to more than 1 GiB");
                }
            }
        } catch (IOException bad) {
            throw source.damaged(block.offset(), "a block cannot be decompressed: " + bad.getMessage())
                    .causedBy(bad);
        }
        byte[] plain = out.toByteArray();
        BlockRows rows = new BlockRows(source, block, plain, 0, plain.length, packed.rowsEnd, true);
        rows.prefix = rows.read(rows.varint());
        rows.left = rows.varint();
        return rows;
    }

    /** Makes {@code bytes} bytes available in the buffer from {@code at}. */
    private byte[] need(long bytes) throws IOException {
        if (end - at < bytes) {
            refill(bytes);
        }
        return buffer;
    }

    private void refill(long bytes) throws IOException {
        long after = 0;
        if (!unpacked) {
            after = rowsEnd - fileAt;
        }
        if (bytes < 0 || bytes > end - at + after) {
            throw source.damaged(position(), "a row exceeds its block");
        }
        int kept = end - at;
        byte[] target = buffer;
        if (buffer.length < bytes) {
            target = new byte[(int) bytes];
        }
        System.arraycopy(buffer, at, target, 0, kept);
        buffer = target;
        at = 0;
        int more = (int) Math.min(buffer.length - kept, after);
        source.read(fileAt, buffer, kept, more);
        fileAt += more;
        end = kept + more;
    }

    private byte[] read(long length) throws IOException {
        byte[] from = need(length);
        byte[] bytes = Arrays.copyOfRange(from, at, at + (int) length);
        at += (int) length;
        return bytes;
    }

    private long varint() throws IOException {
        int lead = need(1)[at++] & 0xff;
        if (lead <= 250) {
            return lead;
        }
        if (lead > 253) {
            throw source.damaged(position(), "byte " + lead + " is not a valid number");
        }
        int bytes =
                switch (lead) {
                    case 251 -> 2;
                    case 252 -> 4;
                    default -> 8;
                };
        byte[] from = need(bytes);
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | from[at++] & 0xff;
        }
        return number;
    }

    boolean next() throws IOException {
        if (left == 0) {
            if (at != end || (!unpacked && fileAt != rowsEnd)) {
                throw source.damaged(position(), "extra bytes follow the last row of a block");
            }
            return false;
        }
        left--;
        first = fresh;
        fresh = false;
        byte[] suffix = read(varint());
        if (prefix.length == 0) {
            key = suffix;
        } else {
            key = joined(suffix);
        }
        seq = varint();
        long mark = varint();
        if (mark == TableFormat.NORMAL) {
            value = read(varint());
        } else if (mark == TableFormat.TOMBSTONE) {
            value = null;
        } else {
            throw source.damaged(position(), "mark " + mark + " of a row, expected 0 or 1");
        }
        return true;
    }

    private byte[] joined(byte[] suffix) {
        byte[] joined = Arrays.copyOf(prefix, prefix.length + suffix.length);
        System.arraycopy(suffix, 0, joined, prefix.length, suffix.length);
        return joined;
    }

    byte @Nullable [] key() {
        return key;
    }

    long seq() {
        return seq;
    }

    byte @Nullable [] value() {
        return value;
    }

    /** Whether the row is the first of the block. */
    boolean first() {
        return first;
    }

    /** The position of the row in the file, or the start of the block when it was decompressed. */
    long position() {
        if (unpacked) {
            return blockAt;
        }
        return fileAt - (end - at);
    }

    /** The buffer, for reuse by the next block. */
    byte[] buffer() {
        return buffer;
    }
}
