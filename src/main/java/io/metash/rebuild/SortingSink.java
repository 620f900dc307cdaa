package io.metash.rebuild;

import io.metash.raftdir.AcceptedRows;
import io.metash.raftdir.RaftDirSink;
import io.metash.raftdir.RowKeys;
import io.metash.raftdir.RowValue;
import io.metash.raftdir.RowsOutOfOrder;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.RecordSink;
import io.metash.sort.ExternalSorter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds a store from rows in any order. Ascending rows go straight into the store; after the first row out of order,
 * all rows go through a sorter on disk.
 */
final class SortingSink implements RecordSink {
    private final RaftDirSink store;
    private final Path scratch;
    private final String sourceName;
    private final StoreDigest digest;
    private final RowLines lines = new RowLines();
    /** The sorter; null while all rows are in order. */
    private @Nullable ExternalSorter sorter;

    private long firstOutOfOrder;

    /**
     * Creates a sink that sorts rows before a store.
     *
     * @param scratch the parent directory of the sorter's files
     * @param sourceName the name of the input in errors
     * @param digest receives every record
     */
    SortingSink(RaftDirSink store, Path scratch, String sourceName, StoreDigest digest) {
        this.store = store;
        this.scratch = scratch;
        this.sourceName = sourceName;
        this.digest = digest;
    }

    /** Returns the line of the first row out of order, or 0. */
    long firstOutOfOrder() {
        return firstOutOfOrder;
    }

    @Override
    public void accept(MetaRecord record) throws IOException {
        accept(record, 0);
    }

    @Override
    public void accept(MetaRecord record, long line) throws IOException {
        digest.accept(record);
        boolean row = record instanceof MetaRecord.Kv || record instanceof MetaRecord.Expire;
        if (row && sorter != null) {
            sort(sorter, record, line);
            return;
        }
        try {
            store.accept(record);
            if (row) {
                lines.add(line);
            }
        } catch (RowsOutOfOrder outOfOrder) {
            if (outOfOrder.twice()) {
                throw Failure.of(
                                ExitStatus.DAMAGED,
                                "a row occurs twice: "
                                        + Bytes.of(outOfOrder.row().array()))
                        .at(sourceName + ", line " + lines.last() + " and line " + line)
                        .because("a store has each row once")
                        .next("remove one of the two lines");
            }
            firstOutOfOrder = line;
            sort(beginSorting(), record, line);
        } catch (Failure refused) {
            if (refused.where() == null && line > 0) {
                throw refused.at(sourceName + ":" + line);
            }
            throw refused;
        }
    }

    private ExternalSorter beginSorting() throws IOException {
        ExternalSorter begun = new ExternalSorter(scratch);
        sorter = begun;
        try (AcceptedRows rows = store.acceptedRows()) {
            for (long row = 0; rows.next(); row++) {
                begun.add(rows.key(), withSeq(rows.seq(), rows.value()), lines.of(row));
            }
        }
        return begun;
    }

    private static void sort(ExternalSorter sorter, MetaRecord record, long line) throws IOException {
        if (record instanceof MetaRecord.Kv kv) {
            byte[] value = new RowValue(kv.value().meta(), kv.value().data()).bytes();
            sorter.add(RowKeys.user(kv.key()), withSeq(kv.value().seq(), value), line);
        } else {
            MetaRecord.Expire expire = (MetaRecord.Expire) record;
            byte[] value = new RowValue(null, expire.key()).bytes();
            long seq = 1;
            if (expire.valueSeq() != 0) {
                seq = expire.valueSeq();
            }
            sorter.add(RowKeys.expire(expire.timeMs(), expire.seq()), withSeq(seq, value), line);
        }
    }

    private static byte[] withSeq(long seq, byte[] value) {
        return ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(seq)
                .put(value)
                .array();
    }

    @Override
    public void finish() throws IOException {
        if (sorter != null) {
            try (ExternalSorter.SortedRows rows = sorter.sorted()) {
                while (rows.next()) {
                    byte[] row = rows.row();
                    long seq = ByteBuffer.wrap(row).getLong();
                    store.row(rows.key(), seq, Arrays.copyOfRange(row, Long.BYTES, row.length));
                }
            } catch (Failure twice) {
                throw twice.at(sourceName + ", " + twice.where());
            }
        }
        store.finish();
    }

    @Override
    public void close() throws IOException {
        if (sorter != null) {
            sorter.close();
            sorter = null;
        }
    }
}
