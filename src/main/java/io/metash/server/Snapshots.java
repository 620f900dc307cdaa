package io.metash.server;

import io.metash.files.Disk;
import io.metash.files.FileOwnership;
import io.metash.raftdir.Snapshot;
import io.metash.raftdir.SnapshotBuilder;
import io.metash.raftdir.SnapshotId;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.U64;
import io.metash.state.ExpiryCursor;
import io.metash.state.OverlayStore;
import io.metash.state.ReadStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Creates the service's snapshots, in the file format of a Raft directory, after every 1,024 entries or on request.
 * Deletes older ones and the log, except for the last 1,000 entries before the snapshot (meta-service-api §3.8).
 */
final class Snapshots implements Closeable {
    private static final long ENTRIES_BETWEEN = 1024;
    private static final long ENTRIES_KEPT = 1000;

    private final Path directory;
    private final MetaStore store;
    private final LongSupplier clockMs;
    private final AtomicBoolean building = new AtomicBoolean();
    private final ExecutorService builder = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "metash-service-snapshot");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Newest newest = Newest.NONE;
    private volatile @Nullable Throwable lastFailure;

    /**
     * The newest snapshot.
     *
     * @param id its id; null when there is none
     * @param rows the number of its rows: keys and expiry rows
     */
    record Newest(@Nullable SnapshotId id, long rows) {
        private static final Newest NONE = new Newest(null, 0);

        /** The last log id in it, or null. */
        @Nullable
        LogId lastLogId() {
            if (id == null) {
                return null;
            }
            return id.applied();
        }
    }

    Snapshots(Path directory, MetaStore store, LongSupplier clockMs) throws IOException {
        this.directory = directory;
        this.store = store;
        this.clockMs = clockMs;
        Files.createDirectories(directory);
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.toList();
        }
        SnapshotId last = null;
        for (Path file : files) {
            SnapshotId id = SnapshotId.ofFileName(file.getFileName().toString()).orElse(null);
            if (id == null) {
                Files.delete(file);
            } else if (last == null || id.compareTo(last) > 0) {
                last = id;
            }
        }
        if (last != null) {
            newest = counted(last);
        }
    }

    private Newest counted(SnapshotId id) throws IOException {
        try (Snapshot snapshot = Snapshot.open(directory.resolve(id.fileName()), id)) {
            return new Newest(id, snapshot.keyCount() + snapshot.expireCount());
        }
    }

    /** Adds a snapshot file with an id, before the service starts. */
    void adopt(Path file, SnapshotId id) throws IOException {
        Files.copy(file, directory.resolve(id.fileName()));
        newest = counted(id);
    }

    /** The newest snapshot; its facts are consistent, but may soon be outdated. */
    Newest newest() {
        return newest;
    }

    /** Returns why the last snapshot failed, or null. */
    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }

    /**
     * Opens the newest snapshot, or returns null. The caller closes it; it stays readable when a newer one replaces
     * it.
     */
    @Nullable
    Snapshot open() throws IOException {
        while (true) {
            SnapshotId id = newest.id();
            try {
                if (id == null) {
                    return null;
                }
                return Snapshot.open(directory.resolve(id.fileName()), id);
            } catch (NoSuchFileException replaced) {
                if (id.equals(newest.id())) {
                    throw replaced;
                }
            }
        }
    }

    /** Starts a snapshot when one is due; called after entries were logged. */
    void due() {
        ServiceFacts facts = store.facts();
        LogId last = newest.lastLogId();
        long from = 0;
        if (last != null) {
            from = last.index() + 1;
        }
        if (U64.compare(facts.nextIndex() - from, ENTRIES_BETWEEN) >= 0 && !builder.isShutdown()) {
            trigger();
        }
    }

    /** Starts a snapshot, unless one is in progress. */
    void trigger() {
        if (building.compareAndSet(false, true)) {
            builder.execute(() -> {
                try {
                    build();
                    lastFailure = null;
                } catch (Exception failed) {
                    // The log is kept until a snapshot succeeds, and the operator sees the error.
                    lastFailure = failed;
                } finally {
                    building.set(false);
                }
            });
        }
    }

    private record At(ServiceFacts facts, StoreRows.View view) {}

    private void build() throws Exception {
        At at = store.between(() -> new At(store.facts(), store.view())).get();
        SnapshotId old = newest.id();
        ServiceFacts facts = at.facts();
        LogId upTo = facts.last();
        try (StoreRows.View view = at.view()) {
            if (upTo == null || old != null && upTo.equals(old.applied())) {
                return;
            }
            Path file = write(facts, upTo, new OverlayStore(ReadStore.EMPTY, view));
            newest =
                    counted(SnapshotId.ofFileName(file.getFileName().toString()).orElseThrow());
        }
        if (old != null && !old.equals(newest.id())) {
            Files.deleteIfExists(directory.resolve(old.fileName()));
        }
        long index = upTo.index() - ENTRIES_KEPT;
        if (U64.compare(upTo.index(), ENTRIES_KEPT) >= 0
                && U64.compare(index, at.facts().firstIndex()) >= 0) {
            store.between(() -> {
                        store.purge(upTo, index);
                        return null;
                    })
                    .get();
        }
    }

    private Path write(ServiceFacts facts, LogId upTo, OverlayStore state) throws IOException {
        try (SnapshotBuilder file =
                new SnapshotBuilder(directory, Disk.real(), FileOwnership.of(directory), clockMs.getAsLong())) {
            file.sequence(facts.sequence());
            file.lastApplied(upTo);
            file.lastMembership(facts.membership());
            facts.nodes().forEach(file::node);
            try (ExpiryCursor rows = state.expiries()) {
                while (rows.next()) {
                    file.expire(rows.timeMs(), rows.seq(), rows.seq(), rows.key());
                }
            }
            try (KvCursor rows = state.scan(Bytes.EMPTY, null)) {
                while (rows.next()) {
                    file.key(
                            rows.key(),
                            rows.value().seq(),
                            rows.value().meta(),
                            rows.value().data());
                }
            }
            Path written = file.finish(facts.features());
            Disk.real().syncDirectory(directory);
            return written;
        }
    }

    @Override
    public void close() {
        builder.shutdown();
        try {
            if (!builder.awaitTermination(10, TimeUnit.SECONDS)) {
                builder.shutdownNow();
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
