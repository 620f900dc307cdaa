package io.metash.raftdir.rotbl;

import io.metash.record.Bytes;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table (raft-dir-v004 §3). Opening verifies everything except the blocks. A block is verified before its
 * first row is returned, so damaged rows are never returned.
 */
public final class TableReader implements Closeable {
    private static final int LARGEST_JSON_BYTES = 1 << 30;
    /** Limit on cached marks, about 10 MB. */
    private static final int MAX_MARKS = 1 << 16;

    private final TableFile source;
    private final long metaSeq;
    private final String userData;
    private final List<BlockEntry> blocks;
    private final TableStat stat;
    private final Map<Long, BlockMarks> marks = new LinkedHashMap<>(16, 0.75f, true);
    private int markCount;

    private TableReader(TableFile source, long metaSeq, String userData, List<BlockEntry> blocks, TableStat stat) {
        this.source = source;
        this.metaSeq = metaSeq;
        this.userData = userData;
        this.blocks = blocks;
        this.stat = stat;
    }

    /**
     * Opens a table; closing the reader closes the channel.
     *
     * @param name the name of the file in errors
     * @throws Failure with status 3 for damage, 8 for an unknown version
     */
    public static TableReader open(SeekableByteChannel channel, String name) throws IOException {
        TableFile source = new TableFile(channel, name);
        if (source.size() < TableFormat.FIRST_BLOCK_OFFSET + TableFormat.FOOTER_BYTES) {
            throw source.damaged(
                    0,
                    "a table has at least " + (TableFormat.FIRST_BLOCK_OFFSET + TableFormat.FOOTER_BYTES)
                            + " bytes, this file has " + source.size());
        }
        header(source, 0, TableFormat.FILE_TAG, TableFormat.VERSION);
        byte[] id = source.read(TableFormat.HEADER_BYTES, TableFormat.TABLE_ID_BYTES);
        source.check(
                ByteBuffer.wrap(id).getLong(4), TableFormat.crc(id, 0, 4), TableFormat.HEADER_BYTES, "the table id");
        long footerAt = source.size() - TableFormat.FOOTER_BYTES;
        long[] at = footer(source, footerAt);
        byte[] index = section(source, at[0], at[1], TableFormat.INDEX_TAG);
        byte[] meta = section(source, at[2], at[3], TableFormat.META_TAG);
        byte[] stat = statSection(source, at[4], at[5]);
        TableReader reader;
        try {
            TableJson.TableMeta tableMeta = TableJson.meta(meta);
            reader = new TableReader(
                    source, tableMeta.seq(), tableMeta.userData(), TableJson.index(index), TableJson.stat(stat));
        } catch (Failure bad) {
            throw source.damaged(
                    at[0], "its index, meta or statistics cannot be read (" + bad.where() + "): " + bad.what());
        }
        reader.checkLayout(at[0]);
        return reader;
    }

    /** Checks that the blocks fill the space between the head and the index. */
    private void checkLayout(long indexAt) {
        long expected = TableFormat.FIRST_BLOCK_OFFSET;
        for (int i = 0; i < blocks.size(); i++) {
            BlockEntry block = blocks.get(i);
            if (block.blockNum() != i
                    || block.offset() != expected
                    || block.size() < TableFormat.BLOCK_FRAME_BYTES + 1
                    || block.size() > indexAt - expected) {
                throw source.damaged(
                        indexAt,
                        "the index has block " + block.blockNum() + " at " + block.offset() + " with " + block.size()
                                + " bytes, expected block " + i + " at " + expected);
            }
            expected += block.size();
        }
        if (expected != indexAt) {
            throw source.damaged(expected, "the blocks end here, but the index starts at " + indexAt);
        }
        if (stat.blockNum() != blocks.size() || stat.dataSize() != indexAt - TableFormat.FIRST_BLOCK_OFFSET) {
            throw source.damaged(
                    indexAt,
                    "the statistics count " + stat.blockNum() + " blocks of " + stat.dataSize()
                            + " bytes, the index of " + blocks.size() + " of "
                            + (indexAt - TableFormat.FIRST_BLOCK_OFFSET));
        }
    }

    /** Checks a section header and returns its version. */
    static long header(TableFile source, long at, String tag, long newest) throws IOException {
        byte[] bytes = source.read(at, TableFormat.HEADER_BYTES);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] expected = TableFormat.header(tag, TableFormat.VERSION);
        if (!Arrays.equals(bytes, 0, 8, expected, 0, 8)) {
            throw source.damaged(at, "expected the mark '" + tag + "'");
        }
        source.check(in.getLong(16), TableFormat.crc(bytes, 0, 16), at, "a section header");
        long version = in.getLong(8);
        if (version < 1 || version > newest) {
            throw source.version(
                    at, "section '" + tag + "' has version " + U64.text(version) + ", expected at most " + newest);
        }
        return version;
    }

    /** The offsets and sizes of index, meta and statistics. */
    private static long[] footer(TableFile source, long footerAt) throws IOException {
        byte[] bytes = source.read(footerAt, TableFormat.FOOTER_BYTES);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long[] at = new long[6];
        for (int i = 0; i < 3; i++) {
            int from = i * TableFormat.SECTION_ENTRY_BYTES;
            source.check(in.getLong(from + 16), TableFormat.crc(bytes, from, 16), footerAt + from, "the footer");
            at[2 * i] = in.getLong(from);
            at[2 * i + 1] = in.getLong(from + 8);
        }
        boolean fits = at[0] >= TableFormat.FIRST_BLOCK_OFFSET
                && at[1] > 0
                && at[3] > 0
                && at[5] > 0
                && at[1] <= footerAt
                && at[3] <= footerAt
                && at[0] <= footerAt
                && at[2] == at[0] + at[1]
                && at[2] <= footerAt
                && at[4] == at[2] + at[3]
                && at[4] + at[5] == footerAt;
        if (!fits) {
            throw source.damaged(footerAt, "the sections in the footer do not fill the file");
        }
        return at;
    }

    private static byte[] section(TableFile source, long at, long size, String tag) throws IOException {
        header(source, at, tag, TableFormat.VERSION);
        int overhead = TableFormat.HEADER_BYTES + 16 + TableFormat.CHECKSUM_BYTES;
        byte[] all = sectionBytes(source, at, size, overhead);
        ByteBuffer in = ByteBuffer.wrap(all);
        long length = in.getLong(TableFormat.HEADER_BYTES);
        source.check(
                in.getLong(TableFormat.HEADER_BYTES + 8),
                TableFormat.crc(all, TableFormat.HEADER_BYTES, 8),
                at + TableFormat.HEADER_BYTES,
                "a length");
        if (length != size - overhead) {
            throw source.damaged(at, "the section has a length of " + length + " bytes, expected " + (size - overhead));
        }
        int crcAt = all.length - TableFormat.CHECKSUM_BYTES;
        source.check(in.getLong(crcAt), TableFormat.crc(all, 0, crcAt), at, "section '" + tag + "'");
        return Arrays.copyOfRange(all, TableFormat.HEADER_BYTES + 16, crcAt);
    }

    private static byte[] statSection(TableFile source, long at, long size) throws IOException {
        int overhead = 16 + TableFormat.CHECKSUM_BYTES;
        byte[] all = sectionBytes(source, at, size, overhead);
        ByteBuffer in = ByteBuffer.wrap(all);
        source.check(in.getLong(8), TableFormat.crc(all, 0, 8), at, "a length");
        if (in.getLong(0) != size - overhead) {
            throw source.damaged(
                    at, "the statistics have a length of " + in.getLong(0) + " bytes, expected " + (size - overhead));
        }
        int crcAt = all.length - TableFormat.CHECKSUM_BYTES;
        source.check(in.getLong(crcAt), TableFormat.crc(all, 16, crcAt - 16), at, "the statistics");
        return Arrays.copyOfRange(all, 16, crcAt);
    }

    private static byte[] sectionBytes(TableFile source, long at, long size, int overhead) throws IOException {
        if (size < overhead || size > LARGEST_JSON_BYTES) {
            throw source.damaged(at, "a section of " + size + " bytes");
        }
        return source.read(at, (int) size);
    }

    /** The sequence number in the meta section, u64. */
    public long metaSeq() {
        return metaSeq;
    }

    /** The application's text in the meta section. */
    public String userData() {
        return userData;
    }

    /** The blocks in order. */
    public List<BlockEntry> blocks() {
        return blocks;
    }

    /** The statistics of the table. */
    public TableStat stat() {
        return stat;
    }

    /** Looks up a key. The first look-up in a block reads and verifies all of it, later ones read a few rows. */
    public Optional<Row> get(byte[] key) throws IOException {
        int number = firstBlock(key);
        if (number == blocks.size()) {
            return Optional.empty();
        }
        BlockEntry block = blocks.get(number);
        BlockMarks known = marks(block);
        if (known != null) {
            return known.get(source, block, key);
        }
        try (RowCursor cursor = scan(key, null)) {
            if (cursor.next() && Arrays.equals(cursor.key(), key)) {
                return Optional.of(new Row(key, cursor.seq(), cursor.value()));
            }
            return Optional.empty();
        }
    }

    /** The marks of a block, kept in an LRU cache; null for a compressed block. */
    private @Nullable BlockMarks marks(BlockEntry block) throws IOException {
        BlockMarks known = marks.get(block.blockNum());
        if (known == null) {
            known = BlockMarks.of(source, block);
            if (known != null) {
                marks.put(block.blockNum(), known);
                markCount += known.size();
                Iterator<BlockMarks> oldest = marks.values().iterator();
                while (markCount > MAX_MARKS && marks.size() > 1) {
                    markCount -= oldest.next().size();
                    oldest.remove();
                }
            }
        }
        return known;
    }

    /** Rows from a key (inclusive) to another (exclusive); null for no bound. */
    public RowCursor scan(byte @Nullable [] fromInclusive, byte @Nullable [] toExclusive) {
        return new TableCursor(source, blocks, firstBlock(fromInclusive), fromInclusive, toExclusive);
    }

    /** The first block whose last key is not below a key. */
    private int firstBlock(byte @Nullable [] from) {
        int low = 0;
        int high = 0;
        if (from != null) {
            high = blocks.size();
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(blocks.get(middle).lastKey(), from) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Reads everything and verifies checksums, key order, index and statistics. */
    public void verify() throws IOException {
        long rows = 0;
        try (RowCursor cursor = scan(null, null)) {
            while (cursor.next()) {
                rows++;
            }
        }
        if (rows != stat.keyNum()) {
            throw source.damaged(0, "it has " + rows + " rows, its statistics say " + U64.text(stat.keyNum()));
        }
    }

    /**
     * The table without unreadable blocks, which are reported to {@code losses}. Close either this one or the result.
     */
    public TableReader withoutDamage(Consumer<String> losses) throws IOException {
        List<BlockEntry> whole = new ArrayList<>();
        for (BlockEntry block : blocks) {
            try (RowCursor rows = new TableCursor(source, List.of(block), 0, null, null)) {
                while (rows.next()) {
                    // Verifies each row.
                }
                whole.add(block);
            } catch (Failure damaged) {
                losses.accept("block " + block.blockNum() + " at byte " + block.offset() + ", rows "
                        + Bytes.of(block.firstKey()).text() + " to "
                        + Bytes.of(block.lastKey()).text() + ": " + damaged.why());
            }
        }
        return new TableReader(source, metaSeq, userData, whole, stat);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
