package io.metash.backup;

import io.metash.storage.ObjectInfo;
import io.metash.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes leftovers of interrupted commands from object storage: unfinished backups, and manifests whose backup was
 * pruned. Objects of a command that may still run stay: its process must be known to have ended, or its marker must
 * be a day older than the newest object, both by the storage's clock.
 */
public final class ShelfCleanup {
    private static final long ABANDONED_MS = 24 * 3_600_000L;

    private final ObjectStore store;
    private final ShelfContents contents;

    ShelfCleanup(ObjectStore store, ShelfContents contents) {
        this.store = store;
        this.contents = contents;
    }

    /** Creates the cleanup of a shelf from object names alone. */
    public static ShelfCleanup of(ObjectStore store) throws IOException {
        return new ShelfCleanup(store, ShelfContents.of(store.list()));
    }

    /** Deletes the leftovers and returns one sentence for each. */
    public List<String> run() throws IOException {
        List<String> removed = new ArrayList<>();
        if (!store.remote()) {
            return removed;
        }
        for (ObjectInfo marker : contents.markers()) {
            if (abandoned(marker)) {
                String name = UploadMarker.nameOf(marker.name());
                if (contents.unfinished().contains(name)) {
                    store.delete(name);
                    removed.add("removed an upload that was interrupted: " + store.file(name));
                }
                store.delete(marker.name());
            }
        }
        return removed;
    }

    /** Finishes a killed prune: it deletes manifests last, so a manifest without a backup is useless. */
    public List<String> orphans() throws IOException {
        List<String> removed = new ArrayList<>();
        if (!store.remote()) {
            return removed;
        }
        for (String name : contents.orphans()) {
            store.delete(name + Manifest.SUFFIX);
            removed.add("removed a manifest whose backup was removed before: " + store.file(name + Manifest.SUFFIX));
        }
        return removed;
    }

    private boolean abandoned(ObjectInfo marker) throws IOException {
        long newestMs = contents.newestMs();
        if (marker.modifiedMs() > 0 && newestMs - marker.modifiedMs() > ABANDONED_MS) {
            return true;
        }
        return content(marker)
                .flatMap(UploadMarker::parse)
                .filter(UploadMarker::ended)
                .isPresent();
    }

    private Optional<byte[]> content(ObjectInfo marker) throws IOException {
        try {
            return Optional.of(store.read(marker.name(), 0, Math.toIntExact(marker.bytes())));
        } catch (NoSuchFileException finished) {
            return Optional.empty();
        }
    }
}
