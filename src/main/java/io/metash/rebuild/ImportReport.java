package io.metash.rebuild;

import java.nio.file.Path;
import java.util.List;

/**
 * What an import did.
 *
 * @param raftDir the directory that holds the new store
 * @param records how many records were read
 * @param logEntries how many log entries were in the backup
 * @param keys how many keys the snapshot has
 * @param snapshot whether there is a snapshot
 * @param digest the sum of all rows and entries as read, equal for equal backups
 * @param kept where the old store is, or null when there was none
 * @param notes what else is to be known
 */
public record ImportReport(
        Path raftDir,
        long records,
        long logEntries,
        long keys,
        boolean snapshot,
        long digest,
        Path kept,
        List<String> notes) {
    ImportReport keptIn(Path folder) {
        return new ImportReport(raftDir, records, logEntries, keys, snapshot, digest, folder, notes);
    }
}
