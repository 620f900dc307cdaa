package io.metash.session;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in any order in the export file, found through a second, sorted file with an entry per row: the length of its
 * key (4 bytes, big endian), its key, and the position of its line (8 bytes).
 */
final class OrderedRows implements FileRowSource {
    private static final int BUFFER_BYTES = 16 << 10;

    private final FileBytes file;
    private final String name;
    private final FileBytes order;
    private final RowSection section;

    OrderedRows(FileBytes file, String name, FileBytes order, RowSection section) {
        this.file = file;
        this.name = name;
        this.order = order;
        this.section = section;
    }

    @Override
    public Walk from(byte[] key) throws IOException {
        LineWindow window = new LineWindow(file, name, LineWindow.STRAYS);
        long start = section.blocks().seek(key);
        long end;
        if (start < 0) {
            end = 0;
        } else {
            end = section.to();
        }
        DataInputStream rows =
                new DataInputStream(new BufferedInputStream(new FileBytesStream(order, start), BUFFER_BYTES));
        return new Walk() {
            private long at = Math.max(start, 0);

            @Override
            public @Nullable MetaRecord next() throws IOException {
                while (at < end) {
                    byte[] rowKey = new byte[length(rows.readInt())];
                    rows.readFully(rowKey);
                    long line = rows.readLong();
                    at += 4L + rowKey.length + 8;
                    if (Arrays.compareUnsigned(rowKey, key) >= 0) {
                        return read(rowKey, line);
                    }
                }
                return null;
            }

            private int length(int read) {
                if (read < 0 || read > end - at) {
                    throw damaged();
                }
                return read;
            }

            private MetaRecord read(byte[] rowKey, long line) throws IOException {
                window.seek(line);
                MetaRecord record = window.next(line + 1);
                if (record == null || !Arrays.equals(rowKey, OrderKey.of(record))) {
                    throw damaged();
                }
                return record;
            }

            @Override
            public String position() {
                return window.position();
            }

            @Override
            public long bytesRead() {
                return window.bytesRead();
            }
        };
    }

    private Failure damaged() {
        return Failure.of(ExitStatus.IO, "the order of the rows in the cache directory does not match the file")
                .at(name)
                .because("One of the two has changed since the session was opened.")
                .next("disconnect, and connect again");
    }
}
