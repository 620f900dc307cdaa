package io.metash.rebuild;

import io.metash.backup.ExportRecords;
import io.metash.backup.ManifestCheck;
import io.metash.raftdir.legacy.LiftOptions;
import io.metash.raftdir.legacy.StoredDirectory;
import io.metash.record.Cancel;
import io.metash.record.Note;
import io.metash.record.Progress;
import io.metash.record.RecordSource;
import io.metash.session.CacheDirectory;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the backup of a new cluster once: an export, or a Raft directory of any data version. */
final class BackupReading implements Closeable {
    private final RecordSource records;
    private final Optional<StoredDirectory> directory;
    private final Optional<ManifestCheck> check;

    private BackupReading(RecordSource records, Optional<StoredDirectory> directory, Optional<ManifestCheck> check) {
        this.records = records;
        this.directory = directory;
        this.check = check;
    }

    /**
     * Opens a backup.
     *
     * @param proves whether to check an export against its manifest
     */
    static BackupReading of(StoredFile backup, boolean proves, Progress progress, Cancel cancel) throws IOException {
        if (isDirectory(backup)) {
            LiftOptions lifting = new LiftOptions(CacheDirectory.ofUser().scratch(), progress, cancel);
            StoredDirectory directory = StoredDirectory.open(backup.path().orElseThrow(), lifting);
            try {
                return new BackupReading(directory.export(), Optional.of(directory), Optional.empty());
            } catch (IOException | RuntimeException failed) {
                directory.close();
                throw failed;
            }
        }
        if (!proves) {
            return new BackupReading(ExportRecords.of(backup), Optional.empty(), Optional.empty());
        }
        ManifestCheck check = ManifestCheck.of(backup);
        return new BackupReading(check.open(), Optional.empty(), Optional.of(check));
    }

    /** Whether a backup is a Raft directory. */
    static boolean isDirectory(StoredFile backup) {
        return backup.path().filter(Files::isDirectory).isPresent();
    }

    /** Returns the size of a backup; for a Raft directory the size of all its files. */
    static long bytes(StoredFile backup) throws IOException {
        if (!isDirectory(backup)) {
            return backup.size();
        }
        long bytes = 0;
        for (Path file : files(backup)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** Returns the time of a backup's last modification in milliseconds since the epoch. */
    static long modifiedMs(StoredFile backup) throws IOException {
        long newest = backup.info().modifiedMs();
        if (isDirectory(backup)) {
            for (Path file : files(backup)) {
                newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
            }
        }
        return newest;
    }

    private static List<Path> files(StoredFile backup) throws IOException {
        try (Stream<Path> all = Files.walk(backup.path().orElseThrow())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** The records, converted to V004. */
    RecordSource records() {
        return records;
    }

    /** Notes for the user, one sentence each; complete at the end of the records. */
    List<String> notes() {
        if (directory.isEmpty()) {
            if (records instanceof ExportText text) {
                return text.notes();
            }
            return List.of();
        }
        List<String> notes = new ArrayList<>(directory.get().lifted());
        notes.addAll(Note.texts(directory.get().notes()));
        return notes;
    }

    /** The proof of completeness as text; empty when not required. */
    Optional<String> completeness() throws IOException {
        if (directory.isPresent()) {
            return Optional.of(
                    "read from a Raft directory of " + directory.get().version() + ", all checksums match");
        }
        if (check.isPresent()) {
            return Optional.of(check.get().settle());
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        try (records) {
            if (directory.isPresent()) {
                directory.get().close();
            }
        }
    }
}
