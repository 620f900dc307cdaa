package io.metash.raftdir;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.MetaRecord;
import io.metash.record.SeqV;
import java.nio.file.Path;

/** Converts rows to records (raft-dir-v004 §3.4, §3.5). */
final class RowRecords {
    private RowRecords() {}

    static MetaRecord of(byte[] row, long seq, byte[] value, Path file) {
        if (RowKeys.isUser(row)) {
            return new MetaRecord.Kv(RowKeys.userKey(row), user(row, seq, value, file));
        }
        if (RowKeys.isExpire(row)) {
            Bytes key = value(row, value, file).data();
            return new MetaRecord.Expire(RowKeys.timeMs(row), RowKeys.seq(row), seq, key);
        }
        throw Failure.of(ExitStatus.DAMAGED, "a row is neither an expiry row nor a user's key")
                .at(place(row, file))
                .because("the keys of a snapshot begin with exp-/ or kv--/")
                .next("check that this file is a snapshot of a meta service");
    }

    static SeqV user(byte[] row, long seq, byte[] value, Path file) {
        RowValue parsed = value(row, value, file);
        return new SeqV(seq, parsed.meta(), parsed.data());
    }

    private static RowValue value(byte[] row, byte[] value, Path file) {
        try {
            return RowValue.parse(value, "row");
        } catch (Failure damaged) {
            throw damaged.at(place(row, file));
        }
    }

    static String place(byte[] row, Path file) {
        return file + ", row " + Bytes.of(row).text();
    }
}
