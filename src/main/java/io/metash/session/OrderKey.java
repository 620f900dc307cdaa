package io.metash.session;

import io.metash.record.MetaRecord;
import java.nio.ByteBuffer;

/** What the bulky records of a store are ordered by, as bytes: their order is that of the rows in an export (record-stream §2.2). */
final class OrderKey {
    private OrderKey() {}

    /** The index of a log entry. */
    static byte[] ofIndex(long index) {
        return ByteBuffer.allocate(8).putLong(index).array();
    }

    /** The time and number of an expiry row. */
    static byte[] ofExpiry(long timeMs, long seq) {
        return ByteBuffer.allocate(16).putLong(timeMs).putLong(seq).array();
    }

    /** The key of a record that there may be many of, else null. */
    static byte[] of(MetaRecord record) {
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
