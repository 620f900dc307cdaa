package io.metash.backup;

import io.metash.files.Disk;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.MetaRecord;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.RecordSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Makes backups and verifies them. */
final class Backups {
    private Backups() {}

    /** Exports records to a file, with a manifest of the given time. */
    static Manifest write(List<MetaRecord> records, Path file, Disk disk, long nowMs) throws IOException {
        try (BackupFile backup = BackupFile.begin(file, disk, true)) {
            new Pump(source(records), List.of(), backup.sink(), Progress.NONE, new Cancel()).run();
            return backup.commit("dir", "/raft", "prod", nowMs);
        }
    }

    static Manifest copy(Path export, Path file) throws IOException {
        try (NdjsonSource source = NdjsonSource.open(export);
                BackupFile backup = BackupFile.begin(file, Disk.real(), true)) {
            new Pump(source, List.of(), backup.sink(), Progress.NONE, new Cancel()).run();
            return backup.commit("file", export.toString(), null, 1);
        }
    }

    static Verdict verify(Path file) throws IOException {
        return FileVerify.run(file, Progress.NONE, new Cancel());
    }

    static RecordSource source(List<MetaRecord> records) {
        Iterator<MetaRecord> left = records.iterator();
        return new RecordSource() {
            @Override
            public MetaRecord next() {
                return left.hasNext() ? left.next() : null;
            }

            @Override
            public String position() {
                return "generated";
            }

            @Override
            public long bytesRead() {
                return 0;
            }

            @Override
            public long bytesTotal() {
                return -1;
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }
}
