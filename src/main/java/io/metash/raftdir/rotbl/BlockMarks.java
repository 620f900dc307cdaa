package io.metash.raftdir.rotbl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Positions of some rows in a verified block, so that later look-ups read a few rows instead of the whole block. The
 * first row is marked, then every {@value #ROWS} rows or {@value #BYTES} bytes, whichever comes first.
 */
final class BlockMarks {
    private static final int ROWS = 32;
    private static final int BYTES = 1 << 16;

    private final List<byte[]> keys = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final List<Integer> rows = new ArrayList<>();

    private BlockMarks() {}

    /** Reads and verifies a whole block; null for a compressed block, whose rows have no file position. */
    static @Nullable BlockMarks of(TableFile source, BlockEntry block) throws IOException {
        BlockRows all = BlockRows.open(source, block, new byte[0]);
        if (all.isUnpacked()) {
            return null;
        }
        BlockMarks marks = new BlockMarks();
        byte[] before = null;
        int rowsSinceMark = 0;
        for (long at = all.position(); all.next(); at = all.position()) {
            byte[] key = all.key();
            if (before != null && Arrays.compareUnsigned(before, key) >= 0) {
                throw source.damaged(at, "its keys do not ascend");
            }
            before = key;
            boolean mark = rowsSinceMark == 0 || rowsSinceMark == ROWS || at - marks.lastOffset() >= BYTES;
            if (mark) {
                marks.end(rowsSinceMark, at);
                marks.keys.add(key);
                rowsSinceMark = 0;
            }
            rowsSinceMark++;
        }
        marks.end(rowsSinceMark, all.position());
        return marks;
    }

    private long lastOffset() {
        return offsets.get(offsets.size() - 1);
    }

    /** Ends the previous mark, which {@code rowsBehindLast} rows follow. */
    private void end(int rowsAfterLast, long at) {
        if (!offsets.isEmpty()) {
            rows.add(rowsAfterLast);
        }
        offsets.add(at);
    }

    /** The number of marks. */
    int size() {
        return keys.size();
    }

    /** Looks up the row of a key. */
    Optional<Row> get(TableFile source, BlockEntry block, byte[] key) throws IOException {
        int mark = lastNotAbove(key);
        if (mark < 0) {
            return Optional.empty();
        }
        long from = offsets.get(mark);
        int length = (int) (offsets.get(mark + 1) - from);
        BlockRows some = BlockRows.some(source, block, source.read(from, length), rows.get(mark));
        while (some.next()) {
            int order = Arrays.compareUnsigned(some.key(), key);
            if (order >= 0) {
                if (order == 0) {
                    return Optional.of(new Row(key, some.seq(), some.value()));
                }
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private int lastNotAbove(byte[] key) {
        int low = 0;
        int high = keys.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(keys.get(middle), key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
