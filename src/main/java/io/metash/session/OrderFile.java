package io.metash.session;

import io.metash.ndjson.NdjsonSource;
import io.metash.record.MetaRecord;
import io.metash.sort.ExternalSorter;
import io.metash.sort.ExternalSorter.SortedRows;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/** Writes the file for {@link OrderedRows}. */
final class OrderFile {
    private OrderFile() {}

    /**
     * Sorts the rows of one kind.
     *
     * @param source the export from its start
     * @param kind the kind of rows
     * @param directory stores the file
     * @param blockBytes bytes per block of the index
     */
    static RowSection sort(
            NdjsonSource source,
            Class<? extends MetaRecord> kind,
            IndexDirectory directory,
            long blockBytes,
            ConnectOptions options)
            throws IOException {
        try (ExternalSorter sorter = new ExternalSorter(options.cache().scratch())) {
            for (MetaRecord record = source.next(); record != null; record = source.next()) {
                byte[] key = null;
                if (kind.isInstance(record)) {
                    key = OrderKey.of(record);
                }
                if (key != null) {
                    options.cancel().check();
                    sorter.add(key, OrderKey.ofIndex(source.byteOffset()), source.line());
                }
            }
            try (SortedRows rows = sorter.sorted()) {
                String name = directory.newOrderName();
                return write(rows, directory.newOrder(name), name, blockBytes);
            }
        }
    }

    private static RowSection write(SortedRows rows, FileChannel channel, String name, long blockBytes)
            throws IOException {
        BlockIndex.Builder blocks = new BlockIndex.Builder(blockBytes);
        long count = 0;
        long at = 0;
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
        while (rows.next()) {
            byte[] key = rows.key();
            blocks.add(key, at);
            out.writeInt(key.length);
            out.write(key);
            out.write(rows.row());
            at += 4L + key.length + 8;
            count++;
        }
        out.flush();
        return new RowSection(count, name, at, blocks.build());
    }
}
