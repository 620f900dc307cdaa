package io.metash.backup;

import io.metash.ndjson.PackedInput;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.storage.ObjectInfo;
import io.metash.storage.ObjectStore;
import io.metash.storage.StoredFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Reads the backups of a shelf. Object storage costs a request per backup, so several are read concurrently. */
final class ShelfReader {
    private static final byte[] FIRST_LINE = "[\"header\"".getBytes(StandardCharsets.US_ASCII);
    private static final int REMOTE_THREADS = 8;

    private final ObjectStore store;
    private final ShelfContents contents;

    ShelfReader(ObjectStore store, ShelfContents contents) {
        this.store = store;
        this.contents = contents;
    }

    List<ShelvedBackup> read() throws IOException {
        List<ShelvedBackup> found = new ArrayList<>();
        ExecutorService readers = Executors.newFixedThreadPool(store.remote() ? REMOTE_THREADS : 1, work -> {
            Thread thread = new Thread(work, "metash-shelf");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Optional<ShelvedBackup>>> running = new ArrayList<>();
            for (ObjectInfo file : contents.files()) {
                running.add(readers.submit(() -> read(file)));
            }
            for (Future<Optional<ShelvedBackup>> each : running) {
                result(each).ifPresent(found::add);
            }
        } finally {
            readers.shutdownNow();
        }
        return found;
    }

    private static Optional<ShelvedBackup> result(Future<Optional<ShelvedBackup>> reading) throws IOException {
        try {
            return reading.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException io) {
                throw io;
            }
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.of(ExitStatus.INTERRUPTED, "interrupted");
        }
    }

    /** Returns a backup; empty for a file that is not one. */
    private Optional<ShelvedBackup> read(ObjectInfo info) throws IOException {
        StoredFile file = store.file(info.name());
        try {
            Manifest manifest = manifest(file);
            if (manifest == null) {
                if (isExport(file)) {
                    return Optional.of(new ShelvedBackup(file, null, null, info.modifiedMs(), info.bytes()));
                }
                return Optional.empty();
            }
            String problem = problem(info.bytes(), manifest.bytes());
            return Optional.of(
                    new ShelvedBackup(file, manifest.withoutBlocks(), problem, manifest.madeAtMs(), info.bytes()));
        } catch (Failure damaged) {
            if (damaged.status() != ExitStatus.DAMAGED && damaged.status() != ExitStatus.VERSION) {
                throw damaged;
            }
            return Optional.of(new ShelvedBackup(file, null, damaged.what(), info.modifiedMs(), info.bytes()));
        }
    }

    private @Nullable Manifest manifest(StoredFile file) throws IOException {
        if (contents.manifests().contains(file.name())) {
            return Manifest.read(file.withSuffix(Manifest.SUFFIX));
        }
        // A link is proved by the manifest of its target.
        if (store.remote()) {
            return null;
        }
        return Manifest.of(file);
    }

    private static @Nullable String problem(long size, long stated) {
        if (size == stated) {
            return null;
        }
        if (size < stated) {
            return "truncated: " + (stated - size) + " bytes are missing";
        }
        return (size - stated) + " extra bytes";
    }

    /** Whether a file without a manifest starts like an export. */
    private static boolean isExport(StoredFile file) {
        try (InputStream raw = new BufferedInputStream(file.open(), 1 << 16)) {
            byte[] start = PackedInput.of(raw, file.toString()).readNBytes(FIRST_LINE.length);
            return Arrays.equals(start, FIRST_LINE);
        } catch (IOException | Failure unreadable) {
            return false;
        }
    }
}
