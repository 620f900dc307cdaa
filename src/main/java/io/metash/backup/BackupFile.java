package io.metash.backup;

import io.metash.files.AtomicFile;
import io.metash.files.Disk;
import io.metash.integrity.Finding;
import io.metash.record.VerbatimSink;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * An export being written to a file, and its manifest. Neither is there before both are complete and synced. Then the manifest of
 * the previous export is put aside, the export gets its name, the new manifest gets its name, each step made durable before the
 * next: a kill in between leaves an export without a manifest, the old one or the new one, and never an export next to
 * the manifest of another.
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
        Path beside = Manifest.nameFor(place.target());
        Manifest manifest = withManifest ? stream.manifest(source, nowMs) : null;
        try (AtomicFile manifestPlace = manifest == null ? null : AtomicFile.begin(beside, disk)) {
            if (manifestPlace != null) {
                manifestPlace.stream().write(manifest.bytesOfFile());
                manifestPlace.prepare();
            }
            Path aside = beside.resolveSibling("." + beside.getFileName() + ".metash-old");
            boolean replaces = Files.exists(beside);
            if (replaces) {
                disk.rename(beside, aside);
                disk.syncDirectory(beside.getParent());
            }
            commit(replaces ? aside : null, beside);
            if (manifestPlace != null) {
                manifestPlace.commit();
            }
            if (replaces) {
                disk.delete(aside);
            }
        }
        return manifest;
    }

    /** Gives the export its name; where that fails the old one keeps its manifest. */
    private void commit(Path asideOrNull, Path manifest) throws IOException {
        try {
            place.commit();
        } catch (IOException | RuntimeException failed) {
            if (asideOrNull != null && !place.inPlace()) {
                disk.rename(asideOrNull, manifest);
            }
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
