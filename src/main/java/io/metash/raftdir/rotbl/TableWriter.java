package io.metash.raftdir.rotbl;

import io.metash.ndjson.JsonOut;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table of ascending rows (raft-dir-v004 §3). Blocks are buffered in memory up to a limit; larger ones are
 * written row by row, and their head with length and row count is filled in afterwards.
 */
public final class TableWriter implements Closeable {
    private static final int SPILL_BYTES = 8 << 20;
    private static final int COPY_BYTES = 1 << 16;
    /** Reserved bytes for the row count, which takes one or three bytes as a varint up to 65535. */
    private static final int COUNT_ROOM = 3;

    private final SeekableByteChannel channel;
    private final int rowsPerBlock;
    private final int spillBytes;
    private final List<BlockEntry> index = new ArrayList<>();
    private byte[] rows = new byte[1 << 16];
    private int filled;
    private int rowsInBlock;
    private byte[] firstKey = new byte[0];
    private byte @Nullable [] lastKey;
    private long offset;
    private long totalRows;
    private long dataSize;
    private boolean started;
    private boolean spilled;
    private final CRC32 spilledCrc = new CRC32();
    private long spilledBytes;

    /**
     * Creates a writer into an empty channel.
     *
     * @param rowsPerBlock 1 to 65535
     */
    public TableWriter(SeekableByteChannel channel, int rowsPerBlock) {
        this(channel, rowsPerBlock, SPILL_BYTES);
    }

    TableWriter(SeekableByteChannel channel, int rowsPerBlock, int spillBytes) {
        this.channel = channel;
        this.rowsPerBlock = rowsPerBlock;
        this.spillBytes = spillBytes;
    }

    /** Adds a row; a null value makes a tombstone. Keys must ascend by unsigned bytes. */
    public void add(byte[] key, long seq, byte[] value) throws IOException {
        if (value == null) {
            begin(key, seq, 1);
            filled = TableFormat.putVarint(TableFormat.TOMBSTONE, rows, filled);
            endRow();
        } else {
            add(key, seq, value, value.length, null);
        }
    }

    /** Adds a row whose value is the start of {@code head} followed by {@code tail}, which may be null. */
    public void add(byte[] key, long seq, byte[] head, int headLength, byte @Nullable [] tail) throws IOException {
        int tailLength = 0;
        if (tail != null) {
            tailLength = tail.length;
        }
        begin(key, seq, 10 + (long) headLength + tailLength);
        rows[filled++] = TableFormat.NORMAL;
        filled = TableFormat.putVarint(headLength + tailLength, rows, filled);
        System.arraycopy(head, 0, rows, filled, headLength);
        filled += headLength;
        if (tail != null) {
            System.arraycopy(tail, 0, rows, filled, tailLength);
            filled += tailLength;
        }
        endRow();
    }

    private void begin(byte[] key, long seq, long valueBytes) throws IOException {
        if (lastKey != null && Arrays.compareUnsigned(lastKey, key) >= 0) {
            throw Failure.of(ExitStatus.DAMAGED, "rows are not in ascending order")
                    .because("'" + text(lastKey) + "' is followed by '" + text(key) + "'");
        }
        start();
        long need = filled + key.length + valueBytes + 32;
        if (need > rows.length) {
            rows = Arrays.copyOf(rows, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(need, 2L * rows.length)));
        }
        filled = TableFormat.putVarint(key.length, rows, filled);
        System.arraycopy(key, 0, rows, filled, key.length);
        filled += key.length;
        filled = TableFormat.putVarint(seq, rows, filled);
        if (rowsInBlock == 0) {
            firstKey = key;
        }
        lastKey = key;
    }

    private void endRow() throws IOException {
        rowsInBlock++;
        totalRows++;
        if (filled >= spillBytes) {
            spill();
        }
        if (rowsInBlock == rowsPerBlock) {
            endBlock();
        }
    }

    private void start() throws IOException {
        if (!started) {
            started = true;
            write(TableFormat.header(TableFormat.FILE_TAG, TableFormat.VERSION));
            byte[] id = new byte[TableFormat.TABLE_ID_BYTES];
            ByteBuffer.wrap(id).putInt(0).putLong(TableFormat.crc(id, 0, 4));
            write(id);
        }
    }

    private void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
        offset += bytes.length;
    }

    private void write(byte[] bytes, int length) throws IOException {
        for (ByteBuffer left = ByteBuffer.wrap(bytes, 0, length); left.hasRemaining(); ) {
            channel.write(left);
        }
    }

    /** Writes the buffered rows after the space reserved for the head. */
    private void spill() throws IOException {
        if (!spilled) {
            spilled = true;
            spilledCrc.reset();
            spilledBytes = 0;
            int head = TableFormat.HEADER_BYTES + TableFormat.BLOCK_HEAD_BYTES + COUNT_ROOM;
            write(new byte[head], head);
        }
        write(rows, filled);
        spilledCrc.update(rows, 0, filled);
        spilledBytes += filled;
        filled = 0;
        if (rows.length > 4 * spillBytes) {
            rows = new byte[1 << 16];
        }
    }

    private void endBlock() throws IOException {
        if (spilled) {
            spill();
        }
        byte[] count = new byte[TableFormat.varintLength(rowsInBlock)];
        TableFormat.putVarint(rowsInBlock, count, 0);
        long payload = count.length + (spilled ? spilledBytes : filled);
        byte[] head = head(index.size(), payload, count);
        long size = head.length - count.length + payload + TableFormat.CHECKSUM_BYTES;
        if (spilled) {
            endSpilled(head);
        } else {
            CRC32 crc = new CRC32();
            crc.update(head);
            crc.update(rows, 0, filled);
            write(head, head.length);
            write(rows, filled);
            write(checksum(crc.getValue()), TableFormat.CHECKSUM_BYTES);
        }
        index.add(new BlockEntry(
                index.size(), offset, size, firstKey, Objects.requireNonNull(lastKey, "a block that ends has rows")));
        offset += size;
        dataSize += size;
        filled = 0;
        rowsInBlock = 0;
        spilled = false;
    }

    /** Header, number, length, their checksum, and the row count. */
    private static byte[] head(long number, long payload, byte[] count) {
        byte[] head = new byte[TableFormat.HEADER_BYTES + TableFormat.BLOCK_HEAD_BYTES + count.length];
        ByteBuffer out = ByteBuffer.wrap(head);
        out.put(TableFormat.header(TableFormat.BLOCK_TAG, TableFormat.VERSION))
                .putLong(number)
                .putLong(payload);
        out.putLong(TableFormat.crc(head, TableFormat.HEADER_BYTES, 16)).put(count);
        return head;
    }

    private void endSpilled(byte[] head) throws IOException {
        long rowsAt = offset + TableFormat.HEADER_BYTES + TableFormat.BLOCK_HEAD_BYTES + COUNT_ROOM;
        long wantedAt = offset + head.length;
        if (wantedAt != rowsAt) {
            shift(rowsAt, wantedAt, spilledBytes);
        }
        channel.position(offset);
        write(head, head.length);
        channel.position(wantedAt + spilledBytes);
        long crc = Crc32Combine.combine(TableFormat.crc(head, 0, head.length), spilledCrc.getValue(), spilledBytes);
        write(checksum(crc), TableFormat.CHECKSUM_BYTES);
        channel.truncate(channel.position());
    }

    /** Moves the rows when their count takes less than the reserved space. */
    private void shift(long from, long to, long length) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(COPY_BYTES);
        for (long done = 0; done < length; ) {
            piece.clear().limit((int) Math.min(COPY_BYTES, length - done));
            channel.position(from + done);
            while (piece.hasRemaining() && channel.read(piece) >= 0) {
                // The loop body is empty: it reads until the piece is complete.
            }
            piece.flip();
            channel.position(to + done);
            done += piece.remaining();
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
    }

    private static byte[] checksum(long crc) {
        return ByteBuffer.allocate(TableFormat.CHECKSUM_BYTES).putLong(crc).array();
    }

    /** Writes the sections after the rows. Neither closes nor syncs the channel. */
    public void finish(long metaSeq, String userData) throws IOException {
        start();
        if (rowsInBlock > 0) {
            endBlock();
        }
        long indexAt = offset;
        byte[] indexSection = section(TableFormat.INDEX_TAG, indexJson());
        write(indexSection);
        long metaAt = offset;
        JsonOut meta = new JsonOut(256);
        meta.raw("{\"seq\":")
                .unsigned(metaSeq)
                .raw(",\"user_data\":")
                .string(userData)
                .put('}');
        write(section(TableFormat.META_TAG, bytes(meta)));
        long statAt = offset;
        JsonOut stat = new JsonOut(128);
        stat.raw("{\"block_num\":").unsigned(index.size());
        stat.raw(",\"key_num\":").unsigned(totalRows);
        stat.raw(",\"data_size\":").unsigned(dataSize);
        stat.raw(",\"index_size\":").unsigned(indexSection.length).put('}');
        write(statSection(bytes(stat)));
        long end = offset;
        ByteBuffer footer = ByteBuffer.allocate(TableFormat.FOOTER_BYTES);
        entry(footer, indexAt, metaAt - indexAt);
        entry(footer, metaAt, statAt - metaAt);
        entry(footer, statAt, end - statAt);
        write(footer.array());
    }

    private static byte[] bytes(JsonOut out) {
        return Arrays.copyOf(out.array(), out.length());
    }

    private byte[] indexJson() {
        JsonOut out = new JsonOut(1024);
        out.put('[');
        for (BlockEntry block : index) {
            if (block.blockNum() > 0) {
                out.put(',');
            }
            out.raw("{\"block_num\":").unsigned(block.blockNum());
            out.raw(",\"offset\":").unsigned(block.offset());
            out.raw(",\"size\":").unsigned(block.size());
            out.raw(",\"first_key\":").utf8(block.firstKey());
            out.raw(",\"last_key\":").utf8(block.lastKey()).put('}');
        }
        return bytes(out.put(']'));
    }

    private static byte[] section(String tag, byte[] json) {
        int length = TableFormat.HEADER_BYTES + 16 + json.length;
        ByteBuffer out = ByteBuffer.allocate(length + TableFormat.CHECKSUM_BYTES);
        out.put(TableFormat.header(tag, TableFormat.VERSION)).putLong(json.length);
        out.putLong(TableFormat.crc(out.array(), TableFormat.HEADER_BYTES, 8)).put(json);
        return out.putLong(TableFormat.crc(out.array(), 0, length)).array();
    }

    private static byte[] statSection(byte[] json) {
        ByteBuffer out = ByteBuffer.allocate(16 + json.length + TableFormat.CHECKSUM_BYTES);
        out.putLong(json.length).putLong(TableFormat.crc(out.array(), 0, 8)).put(json);
        return out.putLong(TableFormat.crc(json, 0, json.length)).array();
    }

    private static void entry(ByteBuffer footer, long at, long size) {
        int from = footer.position();
        footer.putLong(at).putLong(size);
        footer.putLong(TableFormat.crc(footer.array(), from, 16));
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
