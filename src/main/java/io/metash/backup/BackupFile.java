package io.metash.backup;

import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.files.FileOwnership;
import io.metash.files.FreeName;
import io.metash.files.NameLock;
import io.metash.files.WritableFile;
import io.metash.integrity.Finding;
import io.metash.record.LogId;
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
 * An export being written to a file, and its manifest. Neither is there before both are complete and synced. Then the manifest of
 * the previous export is put aside, the export gets its name, the new manifest gets its name, each step made durable before the
 * next. A kill in between leaves the manifest of the export under a hidden name, where readers find it and the next export
 * finishes it ({@link InterruptedExport}); an export is never next to the manifest of another.
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

    /** Begins a file; {@code .gz} and {@code .zst} are packed. A device or a pipe has no manifest. */
    public static BackupFile begin(Path target, Disk disk, boolean withManifest) throws IOException {
        return begin(target, disk, withManifest, false);
    }

    /** Starts a backup file; {@code asWritten} omits fields that a record does not have instead of writing null. */
    public static BackupFile begin(Path target, Disk disk, boolean withManifest, boolean asWritten) throws IOException {
        AtomicFile place = AtomicFile.begin(target, disk);
        try {
            return new BackupFile(place, disk, withManifest, asWritten);
        } catch (IOException | RuntimeException failed) {
            place.close();
            throw failed;
        }
    }

    /** Takes the records; to be finished before {@link #commit}. */
    public VerbatimSink sink() {
        return stream.sink();
    }

    /** What is wrong with the store that was exported; known once the sink is finished. */
    public Optional<Finding> worstFinding() {
        return Finding.worst(stream.findings(), Set.of());
    }

    /** Whether it will replace a file. */
    public boolean replaces() {
        return place.regular() && Files.exists(place.target());
    }

    /** A clause when the file to be replaced reaches further in the log; known once the sink is finished. */
    public Optional<String> newer() throws IOException {
        Optional<LogId> there = Optional.empty();
        if (replaces()) {
            there = ExportEnd.of(StoredFile.of(place.target()));
        }
        LogId last = stream.last();
        if (there.isEmpty() || last != null && there.get().compareTo(last) <= 0) {
            return Optional.empty();
        }
        String end = "has no log";
        if (last != null) {
            end = "ends at " + last;
        }
        return Optional.of("this export " + end + ", before the export that is in " + place.target()
                + " now, which ends at " + there.get());
    }

    /** How many bytes of text were written. */
    public long textBytes() {
        return stream.textBytes();
    }

    /**
     * All records are there: puts the file and its manifest in their places.
     *
     * @return the manifest, or null when none was wanted
     */
    public Manifest commit(String kind, String source, String cluster, long nowMs) throws IOException {
        return commit(new Manifest.Source(kind, source, cluster, Optional.empty()), nowMs);
    }

    /** Completes the file for a source whose data version may be known. */
    public Manifest commit(Manifest.Source source, long nowMs) throws IOException {
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
     * Completes the file under the first name that is not taken, in the directory that it was begun in.
     *
     * @return the file
     */
    public Path commitNew(FreeName name, Manifest.Source source, long nowMs) throws IOException {
        stream.finish();
        place.prepare();
        Manifest manifest = stream.manifest(source, nowMs);
        for (int number = 1; ; number++) {
            Path file = name.candidate(number).toAbsolutePath();
            if (!FreeName.taken(file) && !FreeName.taken(Manifest.nameFor(file)) && created(file, manifest)) {
                return name.candidate(number);
            }
        }
    }

    private boolean created(Path file, Manifest manifest) throws IOException {
        NameLock held = NameLock.acquire(file);
        try {
            Path pending = InterruptedExport.pending(file);
            Files.deleteIfExists(pending);
            write(pending, manifest, null);
            try {
                place.commitNew(file);
            } catch (FileAlreadyExistsException lostTheRace) {
                disk.delete(pending);
                return false;
            }
            disk.rename(pending, Manifest.nameFor(file));
            disk.syncDirectory(file.getParent());
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
            Path beside = Manifest.nameFor(place.target());
            FileOwnership look = null;
            if (Files.exists(beside)) {
                look = FileOwnership.of(beside);
            }
            Path pending = InterruptedExport.pending(place.target());
            if (manifest != null) {
                write(pending, manifest, look);
            }
            Path aside = InterruptedExport.aside(place.target());
            if (look != null) {
                disk.rename(beside, aside);
                disk.syncDirectory(beside.getParent());
            }
            IOException unsynced = rename(before);
            if (manifest != null) {
                disk.rename(pending, beside);
                disk.syncDirectory(beside.getParent());
            }
            if (look != null) {
                disk.delete(aside);
            }
            if (unsynced != null) {
                throw unsynced;
            }
        } finally {
            held.close();
        }
    }

    private void write(Path file, Manifest manifest, @Nullable FileOwnership look) throws IOException {
        try (WritableFile out = disk.create(file, look)) {
            Channels.newOutputStream(out).write(manifest.bytesOfFile());
            out.sync();
        }
    }

    /**
     * Gives the export its name.
     *
     * @return what failed after that, or null
     * @throws IOException when it does not have its name; the old export has its manifest again
     */
    private @Nullable IOException rename(InterruptedExport before) throws IOException {
        try {
            place.commit();
            return null;
        } catch (IOException failed) {
            if (place.inPlace()) {
                return failed;
            }
            try {
                before.settle(disk);
            } catch (IOException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
