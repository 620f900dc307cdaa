package io.metash.backup;

import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.files.FileOwnership;
import io.metash.files.FreeName;
import io.metash.files.NameLock;
import io.metash.files.ParentDirectory;
import io.metash.files.WritableFile;
import io.metash.integrity.Finding;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.LogId;
import io.metash.record.OutputError;
import io.metash.record.VerbatimSink;
import io.metash.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes an export file and its manifest. Both stay under temporary names until they are complete and synced. Commit
 * then moves the previous manifest aside, renames the export, and renames the new manifest, syncing the directory
 * after each step. If the process is killed in between, the export's manifest remains under a hidden name, where
 * readers find it and the next export renames it ({@link InterruptedExport}). An export is never paired with another
 * export's manifest.
 */
public final class BackupFile implements Closeable {
    private final AtomicFile place;
    private final Disk disk;
    private final boolean withManifest;
    private final BackupStream stream;

    private BackupFile(AtomicFile place, Disk disk, boolean withManifest, boolean asWritten) throws IOException {
        this.place = place;
        this.disk = disk;
        this.withManifest = withManifest && place.regular();
        String name = place.target().getFileName().toString();
        this.stream = new BackupStream(place.stream(), name, this.withManifest, asWritten);
    }

    /**
     * Opens a backup file for writing; {@code .gz} and {@code .zst} files are compressed. Devices and pipes get no
     * manifest.
     */
    public static BackupFile begin(Path target, Disk disk, boolean withManifest) throws IOException {
        return begin(target, disk, withManifest, false);
    }

    /** Opens a backup file for writing; {@code asWritten} omits absent fields instead of writing null. */
    public static BackupFile begin(Path target, Disk disk, boolean withManifest, boolean asWritten) throws IOException {
        AtomicFile place = AtomicFile.begin(target, disk);
        try {
            return new BackupFile(place, disk, withManifest, asWritten);
        } catch (IOException | RuntimeException failed) {
            place.close();
            throw failed;
        }
    }

    /** Returns the sink for records. The caller finishes it before {@link #commit}. */
    public VerbatimSink sink() {
        return stream.sink();
    }

    /** Returns the worst finding in the exported store; valid once the sink is finished. */
    public Optional<Finding> worstFinding() {
        return Finding.worst(stream.findings(), Set.of());
    }

    /** Whether committing replaces an existing file. */
    public boolean replaces() {
        return place.regular() && Files.exists(place.target());
    }

    /** Returns a clause when the replaced file reaches further in the log; valid once the sink is finished. */
    public Optional<String> newer() throws IOException {
        Optional<LogId> replaced = Optional.empty();
        if (replaces()) {
            replaced = ExportEnd.of(StoredFile.of(place.target()));
        }
        LogId last = stream.last();
        if (replaced.isEmpty() || last != null && replaced.get().compareTo(last) <= 0) {
            return Optional.empty();
        }
        String end = "has no log";
        if (last != null) {
            end = "ends at " + last;
        }
        return Optional.of("this export " + end + ", before the existing export in " + place.target()
                + ", which ends at " + replaced.get());
    }

    /** Number of uncompressed bytes written. */
    public long textBytes() {
        return stream.textBytes();
    }

    /**
     * Completes the backup: renames the file and its manifest to their final names.
     *
     * @return the manifest, or null when none was requested
     */
    public @Nullable Manifest commit(String kind, String source, @Nullable String cluster, long nowMs)
            throws IOException {
        return commit(new Manifest.Source(kind, source, cluster, Optional.empty()), nowMs);
    }

    /** Completes the backup of a source whose data version may be known. */
    public @Nullable Manifest commit(Manifest.Source source, long nowMs) throws IOException {
        stream.finish();
        if (!place.regular()) {
            place.commit();
            return null;
        }
        place.prepare();
        Manifest manifest = null;
        if (withManifest) {
            manifest = stream.manifest(source, nowMs);
        }
        replace(manifest);
        return manifest;
    }

    /**
     * Completes the backup under the first unused name in its directory.
     *
     * @return the file
     */
    public Path commitNew(FreeName name, Manifest.Source source, long nowMs) throws IOException {
        stream.finish();
        place.prepare();
        Manifest manifest = stream.manifest(source, nowMs);
        for (int number = 1; ; number++) {
            Path file = name.candidate(number).toAbsolutePath();
            if (!FreeName.exists(file) && !FreeName.exists(Manifest.nameFor(file)) && created(file, manifest)) {
                return name.candidate(number);
            }
        }
    }

    private boolean created(Path file, Manifest manifest) throws IOException {
        NameLock held = NameLock.acquire(file);
        try {
            Path pending = InterruptedExport.pending(file);
            Files.deleteIfExists(pending);
            try {
                write(pending, manifest, null);
                place.commitNew(file);
            } catch (FileAlreadyExistsException e) {
                disk.delete(pending);
                return false;
            } catch (IOException failed) {
                settle(new InterruptedExport(file), failed);
                throw OutputError.unchanged(file, failed);
            }
            try {
                disk.rename(pending, Manifest.nameFor(file));
                disk.syncDirectory(ParentDirectory.of(file));
            } catch (IOException failed) {
                disk.withdraw(file, failed);
                disk.withdraw(Manifest.nameFor(file), failed);
                disk.withdraw(pending, failed);
                throw OutputError.unchanged(file, failed);
            }
            return true;
        } finally {
            held.close();
        }
    }

    private void replace(@Nullable Manifest manifest) throws IOException {
        NameLock held = NameLock.acquire(place.target());
        try {
            InterruptedExport before = new InterruptedExport(place.target());
            before.settle(disk);
            Path manifestPath = Manifest.nameFor(place.target());
            FileOwnership ownership = null;
            if (Files.exists(manifestPath)) {
                ownership = FileOwnership.of(manifestPath);
            }
            Path pending = InterruptedExport.pending(place.target());
            Path aside = InterruptedExport.hiddenManifest(place.target());
            try {
                if (manifest != null) {
                    write(pending, manifest, ownership);
                }
                if (ownership != null) {
                    disk.rename(manifestPath, aside);
                    disk.syncDirectory(ParentDirectory.of(manifestPath));
                }
            } catch (IOException failed) {
                settle(before, failed);
                throw OutputError.unchanged(place.target(), failed);
            }
            IOException unsynced = rename(before);
            if (manifest != null) {
                unsynced = renameManifest(pending, manifestPath, unsynced);
            }
            if (ownership != null) {
                disk.delete(aside);
            }
            if (unsynced != null) {
                throw unsynced;
            }
        } finally {
            held.close();
        }
    }

    private void write(Path file, Manifest manifest, @Nullable FileOwnership ownership) throws IOException {
        try (WritableFile out = disk.create(file, ownership)) {
            Channels.newOutputStream(out).write(manifest.bytesOfFile());
            out.sync();
        }
    }

    /** Removes the hidden manifests of an export that failed, or finishes it when the file has its name. */
    private void settle(InterruptedExport export, IOException failed) {
        try {
            export.settle(disk);
        } catch (IOException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    /**
     * Renames the export to its final name.
     *
     * @return an error after the rename, or null
     * @throws IOException when the rename fails; the old export keeps its manifest
     */
    private @Nullable IOException rename(InterruptedExport before) throws IOException {
        try {
            place.commit();
            return null;
        } catch (IOException failed) {
            if (place.inPlace()) {
                return failed;
            }
            settle(before, failed);
            throw failed;
        }
    }

    /**
     * Renames the manifest to its final name.
     *
     * @return an error of syncing the directory, or null
     * @throws Failure when the rename fails; readers find the manifest under its hidden name
     */
    private @Nullable IOException renameManifest(Path pending, Path manifest, @Nullable IOException unsynced) {
        try {
            disk.rename(pending, manifest);
        } catch (IOException failed) {
            throw Failure.of(ExitStatus.IO, "the export is complete, but its manifest has a hidden name")
                    .at(pending.toString())
                    .because("it could not be renamed: " + failed.getMessage())
                    .next("check the disk, then run the same command again")
                    .causedBy(failed);
        }
        try {
            disk.syncDirectory(ParentDirectory.of(manifest));
        } catch (IOException failed) {
            return OutputError.unsynced(place.target(), failed);
        }
        return unsynced;
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
