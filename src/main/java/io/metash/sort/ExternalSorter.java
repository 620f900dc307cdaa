package io.metash.sort;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rows on disk by the unsigned bytes of their keys, in bounded memory. Duplicate keys are rejected when the
 * rows are read, with the lines of both.
 */
public final class ExternalSorter implements Closeable {
    private final RocksMap rows;

    /** Creates an empty sorter with a scratch directory below {@code scratchParent}. */
    public ExternalSorter(Path scratchParent) throws IOException {
        rows = new RocksMap(scratchParent);
    }

    /**
     * Adds a row.
     *
     * @param line its line, for messages; rows with equal keys need different lines
     */
    public void add(byte[] key, byte[] row, long line) throws IOException {
        rows.put(Sortable.key(key, line), row);
    }

    /** Returns all rows, ascending. No rows can be added afterwards. */
    public SortedRows sorted() throws IOException {
        return new SortedRows(rows.scan(null, null));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /** The sorted rows. */
    public static final class SortedRows implements Closeable {
        private final OrderedMap.Cursor cursor;
        private byte @Nullable [] key;
        private long line;

        SortedRows(OrderedMap.Cursor cursor) {
            this.cursor = cursor;
        }

        /**
         * Advances to the next row; false at the end.
         *
         * @throws Failure when its key equals that of the previous row
         */
        public boolean next() throws IOException {
            byte[] before = key;
            long lineBefore = line;
            if (!cursor.next()) {
                key = null;
                return false;
            }
            key = Sortable.original(cursor.key());
            line = Sortable.line(cursor.key());
            if (before != null && Arrays.equals(before, key)) {
                throw Failure.of(
                                ExitStatus.DAMAGED,
                                "a row occurs twice: " + Bytes.of(key).text())
                        .at("line " + lineBefore + " and line " + line)
                        .because("a store has each row once")
                        .next("remove one of the two lines");
            }
            return true;
        }

        /** The key of the current row. */
        public byte[] key() {
            return Objects.requireNonNull(key, "there is no row before next() or after the last one");
        }

        /** The line of the current row. */
        public long line() {
            return line;
        }

        /** The current row. */
        public byte[] row() {
            return cursor.value();
        }

        @Override
        public void close() throws IOException {
            cursor.close();
        }
    }

    /**
     * Encodes key and line as a byte string that sorts by key, then line: 00 is escaped as 00 ff, 00 00 ends the key.
     */
    private static final class Sortable {
        private Sortable() {}

        static byte[] key(byte[] key, long line) {
            int zeros = 0;
            for (byte b : key) {
                if (b == 0) {
                    zeros++;
                }
            }
            ByteBuffer out = ByteBuffer.allocate(key.length + zeros + 2 + Long.BYTES);
            for (byte b : key) {
                out.put(b);
                if (b == 0) {
                    out.put((byte) 0xff);
                }
            }
            return out.putShort((short) 0).putLong(line).array();
        }

        static byte[] original(byte[] sortable) {
            byte[] key = new byte[sortable.length];
            int n = 0;
            for (int i = 0; i < sortable.length - 2 - Long.BYTES; i++) {
                key[n++] = sortable[i];
                if (sortable[i] == 0) {
                    i++;
                }
            }
            return Arrays.copyOf(key, n);
        }

        static long line(byte[] sortable) {
            return ByteBuffer.wrap(sortable).getLong(sortable.length - Long.BYTES);
        }
    }
}
