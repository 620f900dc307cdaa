package io.metash.raftdir.rotbl;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Iterates over a range of a table block by block, and verifies what it reads. */
final class TableCursor implements RowCursor {
    private final TableFile source;
    private final List<BlockEntry> blocks;
    private final byte @Nullable [] from;
    private final byte @Nullable [] to;
    private int nextBlock;
    private @Nullable BlockRows rows;
    private @Nullable BlockEntry block;
    private byte @Nullable [] key;
    private byte @Nullable [] before;
    private byte[] reused = new byte[0];
    private boolean skipping;

    TableCursor(
            TableFile source, List<BlockEntry> blocks, int firstBlock, byte @Nullable [] from, byte @Nullable [] to) {
        this.source = source;
        this.blocks = blocks;
        this.nextBlock = firstBlock;
        this.from = from;
        this.to = to;
        this.skipping = from != null;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (rows == null || !rows.next()) {
                if (!nextBlock()) {
                    key = null;
                    return false;
                }
                continue;
            }
            key = rows.key();
            if (before != null && Arrays.compareUnsigned(before, key) >= 0) {
                throw source.damaged(rows.position(), "its keys do not ascend");
            }
            before = key;
            if (rows.first()
                    && !Arrays.equals(key, Objects.requireNonNull(block).firstKey())) {
                throw source.damaged(rows.position(), "the first key of the block differs from the index");
            }
            if (skipping && Arrays.compareUnsigned(key, from) < 0) {
                continue;
            }
            skipping = false;
            if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
                nextBlock = blocks.size();
                rows = null;
                key = null;
                return false;
            }
            return true;
        }
    }

    private boolean nextBlock() throws IOException {
        if (rows != null && before != null && block != null && !Arrays.equals(before, block.lastKey())) {
            throw source.damaged(block.offset(), "the last key of the block differs from the index");
        }
        if (nextBlock >= blocks.size()) {
            rows = null;
            return false;
        }
        block = blocks.get(nextBlock++);
        if (to != null && Arrays.compareUnsigned(block.firstKey(), to) >= 0) {
            rows = null;
            return false;
        }
        rows = BlockRows.open(source, block, reused);
        reused = rows.buffer();
        return true;
    }

    @Override
    public byte[] key() {
        return Objects.requireNonNull(key);
    }

    private BlockRows current() {
        return Objects.requireNonNull(rows);
    }

    @Override
    public long seq() {
        return current().seq();
    }

    @Override
    public boolean tombstone() {
        return current().value() == null;
    }

    @Override
    public byte @Nullable [] value() {
        return current().value();
    }

    @Override
    public long offset() {
        return Objects.requireNonNull(block).offset();
    }

    @Override
    public void close() {
        rows = null;
        nextBlock = blocks.size();
    }
}
