package io.metash.session;

import io.metash.record.MetaRecord;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows that ascend in the export file; skips lines of other kinds between them. */
final class LineRows implements FileRowSource {
    private final FileBytes file;
    private final String name;
    private final RowSection section;
    private final Class<? extends MetaRecord> kind;

    LineRows(FileBytes file, String name, RowSection section, Class<? extends MetaRecord> kind) {
        this.file = file;
        this.name = name;
        this.section = section;
        this.kind = kind;
    }

    @Override
    public Walk from(byte[] key) {
        LineWindow window = new LineWindow(file, name, LineWindow.NEIGHBOURS);
        long start = section.blocks().seek(key);
        window.seek(Math.max(start, 0));
        long end;
        if (start < 0) {
            end = 0;
        } else {
            end = section.to();
        }
        return new Walk() {
            private boolean reached;

            @Override
            public @Nullable MetaRecord next() throws IOException {
                MetaRecord record = window.next(end);
                while (record != null && !wanted(record)) {
                    record = window.next(end);
                }
                return record;
            }

            private boolean wanted(MetaRecord record) {
                if (!kind.isInstance(record)) {
                    return false;
                }
                reached = reached || Arrays.compareUnsigned(OrderKey.of(record), key) >= 0;
                return reached;
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
}
