package io.metash.session;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The rows of one kind in an export file.
 *
 * @param rows the number of rows
 * @param order empty when they ascend; otherwise the name of an {@link OrderedRows} file, which the blocks then
 *     index
 * @param to the end of the rows in the file, exclusive
 * @param blocks the index of the rows
 */
record RowSection(long rows, String order, long to, BlockIndex blocks) {
    boolean ascending() {
        return order.isEmpty();
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(rows);
        out.writeUTF(order);
        out.writeLong(to);
        blocks.write(out);
    }

    static RowSection read(DataInput in) throws IOException {
        return new RowSection(in.readLong(), in.readUTF(), in.readLong(), BlockIndex.read(in));
    }

    /** Builds a section row by row. */
    static final class Builder {
        private final BlockIndex.Builder blocks;
        private long rows;
        private long to;
        private boolean ascending = true;

        Builder(long blockBytes) {
            this.blocks = new BlockIndex.Builder(blockBytes);
        }

        /** Adds a row at a byte offset; returns whether all rows so far ascend. */
        boolean add(byte[] key, long at) {
            rows++;
            to = at + 1;
            ascending = ascending && blocks.add(key, at);
            return ascending;
        }

        boolean ascending() {
            return ascending;
        }

        RowSection build(String order) {
            return new RowSection(rows, order, to, blocks.build());
        }
    }
}
