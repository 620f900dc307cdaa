package io.metash.integrity;

import io.metash.record.Bytes;
import io.metash.record.MetaRecord;
import io.metash.record.U64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that rows ascend and, in a V004 export, that sections are in order. */
final class OrderCheck {
    private final List<Finding> findings;
    private boolean sectionsOrdered;
    private boolean sectionFound;
    private boolean rowFound;
    private RecordOrder before = RecordOrder.HEADER;
    private @Nullable Bytes key;
    private MetaRecord.@Nullable Expire expire;

    /** Creates a check that appends to {@code findings}. */
    OrderCheck(List<Finding> findings) {
        this.findings = findings;
    }

    void check(MetaRecord record, RecordOrder section, long line) {
        if (record instanceof MetaRecord.Header header) {
            sectionsOrdered = header.version().equals("V004");
        }
        if (sectionsOrdered && !sectionFound && section.compareTo(before) < 0) {
            sectionFound = true;
            findings.add(Finding.wrong(
                    StoreCheck.LINE_ORDER,
                    "a " + section.label() + " line follows a " + before.label() + " line",
                    line,
                    "exports are never written in this order; lines were moved, or two files were joined"));
        }
        before = section;
        if (record instanceof MetaRecord.Kv kv) {
            int order = key == null ? -1 : key.compareTo(kv.key());
            if (order >= 0) {
                unordered(order, "the key " + kv.key(), "keys", line);
            }
            key = kv.key();
        } else if (record instanceof MetaRecord.Expire row) {
            int order = expire == null ? -1 : compare(expire, row);
            if (order >= 0) {
                unordered(order, "an Expire record", "Expire records", line);
            }
            expire = row;
        }
    }

    /** Whether no row was smaller than its predecessor. */
    boolean rowsAscend() {
        return !rowFound;
    }

    private void unordered(int order, String row, String rows, long line) {
        if (order == 0) {
            findings.add(Finding.wrong(
                    StoreCheck.DUPLICATE,
                    row + " occurs twice",
                    line,
                    "an export has every row once, in ascending order"));
        } else if (!rowFound) {
            rowFound = true;
            findings.add(Finding.informational(
                    StoreCheck.LINE_ORDER,
                    "the " + rows + " are not in ascending order",
                    line,
                    "an export has them in ascending order; an import sorts them"));
        }
    }

    private static int compare(MetaRecord.Expire a, MetaRecord.Expire b) {
        int byTime = U64.compare(a.timeMs(), b.timeMs());
        if (byTime != 0) {
            return byTime;
        }
        return U64.compare(a.seq(), b.seq());
    }
}
