package io.metash.session;

import io.metash.record.Bytes;
import io.metash.record.Entry;
import io.metash.record.KvCursor;
import io.metash.record.MetaRecord;
import io.metash.record.SeqV;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds rows of an export file through its index. */
final class FileRows {
    private static final byte[] FIRST = {};

    private final FileRowSource log;
    private final FileRowSource expires;
    private final FileRowSource kvs;

    FileRows(FileRowSource log, FileRowSource expires, FileRowSource kvs) {
        this.log = log;
        this.expires = expires;
        this.kvs = kvs;
    }

    /** Returns the value of a key, or null. */
    @Nullable
    SeqV get(Bytes key) throws IOException {
        MetaRecord.Kv found = (MetaRecord.Kv) kvs.from(key.array()).next();
        if (found != null && found.key().equals(key)) {
            return found.value();
        }
        return null;
    }

    /** Returns the keys of a range, ascending. */
    KvCursor scan(Bytes from, @Nullable Bytes to) throws IOException {
        FileRowSource.Walk walk = kvs.from(from.array());
        return new KvCursor() {
            private MetaRecord.@Nullable Kv row;

            @Override
            public boolean next() throws IOException {
                row = (MetaRecord.Kv) walk.next();
                return row != null && (to == null || row.key().compareTo(to) < 0);
            }

            private MetaRecord.Kv row() {
                return Objects.requireNonNull(row, "the cursor is at no row");
            }

            @Override
            public Bytes key() {
                return row().key();
            }

            @Override
            public SeqV value() {
                return row().value();
            }

            @Override
            public void close() {
                // The file stays open for the session.
            }
        };
    }

    /** Returns the expiry rows by time, then sequence number, as {@link MetaRecord.Expire}. */
    FileRowSource.Walk expires() throws IOException {
        return expires.from(FIRST);
    }

    /** Returns the log entries from an index on, ascending, as {@link MetaRecord.Log}. */
    FileRowSource.Walk entries(long fromIndex) throws IOException {
        return log.from(OrderKey.ofIndex(fromIndex));
    }

    /** Returns the entry of a row from {@link #entries}; null for null, the end of the rows. */
    static @Nullable Entry entry(@Nullable MetaRecord row) {
        if (row == null) {
            return null;
        }
        return ((MetaRecord.Log) row).entry();
    }
}
