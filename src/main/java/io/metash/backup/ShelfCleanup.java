package io.metash.backup;

import io.metash.storage.ObjectInfo;
import io.metash.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes from object storage what interrupted commands left: backups that were not finished, and manifests whose backup a prune
 * removed. Nothing of a command that may still run is touched: its process must be known to have ended, or its marker be older
 * by a day than the newest object, both by the clock of the storage.
 */
public final class ShelfCleanup {
    private static final long ABANDONED_MS = 24 * 3_600_000L;

    private final ObjectStore store;
    private final ShelfContents contents;

    ShelfCleanup(ObjectStore store, ShelfContents contents) {
        this.store = store;
        this.contents = contents;
    }

    /** The cleaning up of a shelf of which only names are needed. */
    public static ShelfCleanup of(ObjectStore store) throws IOException {
        return new ShelfCleanup(store, ShelfContents.of(store.list()));
    }

    /** Removes it; returns what was removed, one sentence each. */
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

    /** Finishes a killed prune: a manifest is deleted last, so one without a backup is useless. */
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
