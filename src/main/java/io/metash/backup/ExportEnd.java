package io.metash.backup;

import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.MetaRecord;
import io.metash.record.StoreFacts;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import java.io.IOException;
import java.util.Optional;

/** Finds the end of the log in an export file. */
final class ExportEnd {
    private ExportEnd() {}

    /**
     * Returns the last log id of a file, from its manifest or the lines before its keys; empty when the file is not
     * an export or cannot be read.
     */
    static Optional<LogId> of(StoredFile file) throws IOException {
        try {
            Manifest manifest = Manifest.of(file);
            if (manifest == null) {
                return read(file);
            }
            return Optional.ofNullable(LogId.max(manifest.lastLog(), manifest.lastApplied()));
        } catch (Failure unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<LogId> read(StoredFile file) throws IOException {
        StoreFacts facts = new StoreFacts();
        try (ExportText source = ExportRecords.of(file)) {
            MetaRecord record = source.next();
            while (record != null && (facts.lastApplied() == null || !isRow(record))) {
                record.visit(facts);
                record = source.next();
            }
        }
        return Optional.ofNullable(LogId.max(facts.lastLog(), facts.lastApplied()));
    }

    private static boolean isRow(MetaRecord record) {
        return record.kind() == MetaRecord.Kind.EXPIRE || record.kind() == MetaRecord.Kind.KV;
    }
}
