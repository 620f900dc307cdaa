package io.metash.backup;

import io.metash.storage.ObjectStore;
import io.metash.storage.ObjectUpload;
import io.metash.storage.StoredFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import org.jspecify.annotations.Nullable;

/**
 * A backup being written to object storage, in this order: a {@link UploadMarker marker} reserves the name, the
 * backup is uploaded, the manifest is created, the marker is deleted. A backup with a marker is unfinished, and a
 * backup without a manifest is unproved. {@link ShelfCleanup} removes the leftovers of killed processes.
 */
final class BucketWriter extends ShelfWriter {
    private final ObjectStore store;
    private final String name;
    private final ObjectUpload upload;
    private final BackupStream stream;
    private boolean uploaded;
    private boolean done;
    private @Nullable String remains;

    private BucketWriter(ObjectStore store, String name) throws IOException {
        this.store = store;
        this.name = name;
        this.upload = store.upload(name);
        this.stream = new BackupStream(upload, name, true);
    }

    /** Reserves a name and opens the backup. */
    static BucketWriter reserve(ObjectStore store, BackupName name) throws IOException {
        String marker;
        if (store.createsExclusively()) {
            marker = freeName(store, name);
        } else {
            marker = name.unique();
        }
        if (!store.createsExclusively()) {
            store.create(
                    marker + UploadMarker.SUFFIX, UploadMarker.ofThisProcess().bytes());
        }
        try {
            return new BucketWriter(store, marker);
        } catch (IOException | RuntimeException failed) {
            store.delete(marker + UploadMarker.SUFFIX);
            throw failed;
        }
    }

    private static String freeName(ObjectStore store, BackupName name) throws IOException {
        for (int number = 1; ; number++) {
            String candidate = name.candidate(number);
            if (!free(store, candidate)) {
                continue;
            }
            try {
                store.create(
                        candidate + UploadMarker.SUFFIX,
                        UploadMarker.ofThisProcess().bytes());
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            // Another process may have finished a backup of this name since the check.
            if (free(store, candidate)) {
                return candidate;
            }
            store.delete(candidate + UploadMarker.SUFFIX);
        }
    }

    private static boolean free(ObjectStore store, String name) throws IOException {
        return store.stat(name).isEmpty() && store.stat(name + Manifest.SUFFIX).isEmpty();
    }

    @Override
    BackupStream stream() {
        return stream;
    }

    @Override
    StoredFile publish(Manifest manifest) throws IOException {
        upload.complete();
        uploaded = true;
        store.create(name + Manifest.SUFFIX, manifest.bytesOfFile());
        done = true;
        store.delete(name + UploadMarker.SUFFIX);
        return store.file(name);
    }

    @Override
    public @Nullable String remains() {
        return remains;
    }

    @Override
    public void close() throws IOException {
        upload.close();
        if (done) {
            return;
        }
        done = true;
        remains = upload.remains();
        if (remains == null) {
            remains = withdraw();
        }
    }

    /** Deletes the objects of this process: the marker last, since it marks the rest as unfinished. */
    private @Nullable String withdraw() {
        boolean gone = (!uploaded || store.deleteNow(name)) && store.deleteNow(name + UploadMarker.SUFFIX);
        if (gone) {
            return null;
        }
        return "an unfinished backup may be left at " + store.file(name);
    }
}
