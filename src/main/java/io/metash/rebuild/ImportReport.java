package io.metash.rebuild;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of an import.
 *
 * @param raftDir the directory of the new store
 * @param records the number of records read
 * @param logEntries the number of log entries in the backup
 * @param keys the number of keys in the snapshot
 * @param snapshot whether there is a snapshot
 * @param digest the digest of all rows and entries read, equal for equal backups
 * @param kept the directory of the old store, or null
 * @param notes notes for the user
 */
public record ImportReport(
        Path raftDir,
        long records,
        long logEntries,
        long keys,
        boolean snapshot,
        long digest,
        @Nullable Path kept,
        List<String> notes) {
    ImportReport keptIn(Path directory) {
        return new ImportReport(raftDir, records, logEntries, keys, snapshot, digest, directory, notes);
    }
}
