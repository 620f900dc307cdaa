package io.metash.session;

import io.metash.record.MetaRecord;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sort keys of a store's rows as bytes, in the order of an export (record-stream §2.2). */
final class OrderKey {
    private OrderKey() {}

    /** Returns the sort key of a log entry by its index. */
    static byte[] ofIndex(long index) {
        return ByteBuffer.allocate(8).putLong(index).array();
    }

    /** Returns the sort key of an expiry row by its time and sequence number. */
    static byte[] ofExpiry(long timeMs, long seq) {
        return ByteBuffer.allocate(16).putLong(timeMs).putLong(seq).array();
    }

    /** Returns the sort key of a row, or null for other records. */
    static byte @Nullable [] of(MetaRecord record) {
        if (record instanceof MetaRecord.Kv kv) {
            return kv.key().array();
        }
        if (record instanceof MetaRecord.Expire expire) {
            return ofExpiry(expire.timeMs(), expire.seq());
        }
        if (record instanceof MetaRecord.Log log) {
            return ofIndex(log.entry().logId().index());
        }
        return null;
    }
}
