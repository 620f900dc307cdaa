package io.metash.backup;

import io.metash.record.Bytes;
import io.metash.record.MetaRecord;

/** Whether rows ascend, and in an export of V004 whether the families follow each other as they must. */
final class OrderCheck {
    private boolean familiesOrdered;
    private RecordKind before = RecordKind.HEADER;
    private Bytes key;
    private MetaRecord.Expire expire;
    private Finding first;

    /** The first thing that was out of order, or null. */
    Finding first() {
        return first;
    }

    void take(MetaRecord record, long line) {
        if (first != null) {
            return;
        }
        RecordKind family = RecordKind.of(record);
        if (record instanceof MetaRecord.Header header) {
            familiesOrdered = header.version().equals("V004");
        }
        if (familiesOrdered && family.compareTo(before) < 0) {
            first = Finding.wrong(
                    "a " + family.label() + " line stands behind a " + before.label() + " line",
                    line,
                    "no export is written in that order; lines were moved, or two files were joined");
        }
        before = family;
        if (record instanceof MetaRecord.Kv kv) {
            int order = key == null ? -1 : key.compareTo(kv.key());
            if (order >= 0) {
                first = Finding.wrong(
                        order == 0 ? "the key " + key + " is there twice" : "the keys do not ascend",
                        line,
                        "an export has every key once, in the order of its bytes");
            }
            key = kv.key();
        } else if (record instanceof MetaRecord.Expire row) {
            int order = expire == null ? -1 : compare(expire, row);
            if (order >= 0) {
                first = Finding.wrong(
                        order == 0 ? "an Expire record is there twice" : "the Expire records do not ascend",
                        line,
                        "an export has them once each, by time, then sequence number");
            }
            expire = row;
        }
    }

    private static int compare(MetaRecord.Expire a, MetaRecord.Expire b) {
        int byTime = Long.compareUnsigned(a.timeMs(), b.timeMs());
        return byTime != 0 ? byTime : Long.compareUnsigned(a.seq(), b.seq());
    }
}
