package io.metash.storage;

import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Resolves files and directories from the text that a user typed: a path, or a URL of object storage. */
public final class Storage {
    private static final long LIMIT_MS = 120_000;

    private final Supplier<List<ShelfSettings>> shelves;
    private final Supplier<Cancel> cancel;
    private final StorageWatch watch;
    private final Map<String, OpendalStore> open = new HashMap<>();

    /** Creates access to local files, and to object storage configured by the environment alone. */
    public static Storage standard() {
        return new Storage(List::of, Cancel::new, notice -> {});
    }

    /**
     * Creates access to files and object storage.
     *
     * @param shelves the object storage settings, read when the first URL is used
     * @param cancel supplies the cancellation token of the running command
     * @param notices receives a sentence when the storage is slow
     */
    public Storage(Supplier<List<ShelfSettings>> shelves, Supplier<Cancel> cancel, Consumer<String> notices) {
        this.shelves = shelves;
        this.cancel = cancel;
        this.watch = new StorageWatch(cancel, notices, LIMIT_MS);
    }

    /** Returns the file at a place, which need not exist. */
    public StoredFile file(String place) {
        Optional<StorageUrl> url = StorageUrl.parse(place);
        if (url.isEmpty()) {
            return new LocalFile(Path.of(place), cancel);
        }
        if (url.get().path().isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "this URL names a bucket, not an object in it")
                    .at(place)
                    .next("metash backups " + ShellWord.of(url.get()) + " lists its content");
        }
        return store(url.get().parent()).file(url.get().name());
    }

    /** Returns the directory at a place, local or in object storage, which need not exist. */
    public ObjectStore directory(String place) {
        Optional<StorageUrl> url = StorageUrl.parse(place);
        if (url.isPresent()) {
            return store(url.get());
        }
        return new LocalDirectory(Path.of(place));
    }

    private synchronized OpendalStore store(StorageUrl directory) {
        return open.computeIfAbsent(directory.toString(), place -> connect(directory));
    }

    private OpendalStore connect(StorageUrl directory) {
        Map<String, String> options =
                ShelfSettings.options(directory, ShelfSettings.of(shelves.get(), directory), System.getenv());
        try {
            return OpendalStore.open(directory, options, watch);
        } catch (NoClassDefFoundError e) {
            throw OpendalStoreMissing.failure(directory, e);
        }
    }
}
