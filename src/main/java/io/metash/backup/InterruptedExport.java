package io.metash.backup;

import io.metash.files.Disk;
import io.metash.files.ParentDirectory;
import io.metash.record.Failure;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Recovers from an export killed in its last step: next to the file are the previous manifest moved aside, the new
 * one not yet renamed, or both. Size and SHA-256 decide which manifest belongs to the file.
 *
 * @param file the export
 */
public record InterruptedExport(Path file) {
    // Not named like a temporary file, which operators are advised to delete.
    /** The previous manifest, moved aside. */
    static Path hiddenManifest(Path file) {
        return hidden(file, "old");
    }

    /** The new manifest before it is renamed. */
    static Path pending(Path file) {
        return hidden(file, "new");
    }

    private static Path hidden(Path file, String ending) {
        return file.resolveSibling("." + file.getFileName() + Manifest.SUFFIX + "." + ending);
    }

    /** The hidden manifests that exist. */
    public List<Path> manifests() {
        return List.of(hiddenManifest(file), pending(file)).stream()
                .filter(Files::isRegularFile)
                .toList();
    }

    /** Returns the hidden manifest of this file; empty when the file has a visible one or no hidden one matches. */
    public Optional<Path> manifest() throws IOException {
        if (Files.exists(Manifest.nameFor(file)) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        for (Path hidden : manifests()) {
            if (belongs(hidden)) {
                return Optional.of(hidden);
            }
        }
        return Optional.empty();
    }

    private boolean belongs(Path manifest) throws IOException {
        Manifest read;
        try {
            read = Manifest.read(StoredFile.of(manifest));
        } catch (Failure cut) {
            return false;
        }
        return read.bytes() == Files.size(file) && read.sha256().equals(sha256());
    }

    private String sha256() throws IOException {
        try (ChecksumInput in = new ChecksumInput(Files.newInputStream(file))) {
            return in.drain().sha256Hex();
        }
    }

    /** Renames the matching manifest and deletes the other. The caller holds the lock on the name. */
    void settle(Disk disk) throws IOException {
        Optional<Path> own = manifest();
        if (own.isPresent()) {
            disk.rename(own.get(), Manifest.nameFor(file));
            disk.syncDirectory(ParentDirectory.of(file));
        }
        for (Path other : manifests()) {
            disk.delete(other);
        }
    }
}
