package io.metash.raftdir;

import io.metash.files.DamagedStore;
import io.metash.files.LockProbe;
import io.metash.raftdir.wal.WalDir;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Note;
import io.metash.record.RecordSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Raft directory, opened read-only. The log is read up to its size at opening, then the snapshot; when a file
 * disappears in between, as under a running server, reading starts over (decisions 11).
 */
public final class RaftDir implements Closeable {
    private static final int ATTEMPTS = 5;

    private final StoreLayout layout;
    private final StoreHeader header;
    private final WalDir log;
    private final @Nullable Snapshot snapshot;
    private final boolean serverRunning;
    private final List<Note> notes;
    private final List<String> losses;
    private @Nullable List<Snapshot> older;

    private RaftDir(StoreLayout layout, boolean salvage) throws IOException {
        this.layout = layout;
        this.notes = new ArrayList<>();
        this.losses = new ArrayList<>();
        this.header = header(layout, salvage);
        Optional<LockProbe.Holder> holder = LockProbe.holder(layout.lockFile());
        this.serverRunning = holder.isPresent();
        if (salvage) {
            this.log = WalDir.salvage(layout.logDir(), losses);
        } else {
            this.log = WalDir.open(layout.logDir());
        }
        try {
            SnapshotChoice choice = SnapshotChoice.in(layout.snapshotDir());
            this.snapshot = (salvage ? choice.salvage(log.state().purged(), losses) : choice.open()).orElse(null);
            notes.addAll(log.notes());
            notes.addAll(choice.notes());
        } catch (IOException | RuntimeException unreadable) {
            log.close();
            throw unreadable;
        }
        refuseMissingLog(salvage);
        if (log.isEmpty() && snapshot == null) {
            notes.add(new Note(Note.Code.EMPTY_STORE, "empty store: no log entries and no snapshot"));
        }
        if (holder.isPresent()) {
            Object end = "its start";
            if (log.state().last() != null) {
                end = log.state().last();
            }
            notes.add(
                    Note.about(Note.Code.SERVER_RUNNING, end, holder.get().work() + "; its log was read up to " + end));
        }
    }

    private StoreHeader header(StoreLayout of, boolean salvage) throws IOException {
        try {
            return of.header(notes);
        } catch (Failure damaged) {
            if (!salvage || damaged.status() != ExitStatus.DAMAGED || !Files.isDirectory(of.logDir())) {
                throw damaged;
            }
            losses.add("VERSION cannot be read; assumed V004 because there is a log in V004");
            return StoreHeader.V004;
        }
    }

    /** Rejects a store without log files: a server writes its first log file before anything else. */
    private void refuseMissingLog(boolean salvage) throws IOException {
        boolean hasVersion = Files.exists(layout.versionFile()) && header.upgrading() == null;
        if (!log.isEmpty() || snapshot == null && !hasVersion) {
            return;
        }
        String why = "VERSION exists, so the store is not empty";
        if (snapshot != null) {
            why = "snapshot " + snapshot.id().fileName() + " exists, so there was a log before it";
        }
        if (salvage) {
            losses.add("all files of the raft log: " + layout.logDir());
            return;
        }
        close();
        throw Failure.of(ExitStatus.DAMAGED, "the files of the raft log are missing")
                .at(layout.logDir().toString())
                .because(why)
                .next(DamagedStore.next(layout.logDir()));
    }

    /** Opens the store in a directory. */
    public static RaftDir open(Path raftDir) throws IOException {
        return open(StoreLayout.of(raftDir), false);
    }

    /** Opens the intact part of a damaged store; {@link #losses} lists the rest (decisions 12). */
    public static RaftDir salvage(Path raftDir) throws IOException {
        return open(StoreLayout.of(raftDir), true);
    }

    /** Opens a store by its {@code df_meta} directory, which may have another name. */
    public static RaftDir openDfMeta(Path dfMeta) throws IOException {
        return open(StoreLayout.ofDfMeta(dfMeta), false);
    }

    private static RaftDir open(StoreLayout layout, boolean salvage) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return new RaftDir(layout, salvage);
            } catch (NoSuchFileException vanished) {
                if (attempt == ATTEMPTS) {
                    throw Failure.of(ExitStatus.IO, "files of this store disappear while they are read")
                            .at(String.valueOf(vanished.getFile()))
                            .because("reading failed " + ATTEMPTS + " times; a busy server purges its log")
                            .next("try again, or stop the server")
                            .causedBy(vanished);
                }
            }
        }
    }

    /** The content of {@code VERSION}. */
    public StoreHeader header() {
        return header;
    }

    /** The Raft log. */
    public WalDir log() {
        return log;
    }

    /** The newest snapshot, which a server would open. */
    public Optional<Snapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /** The older snapshots that can be read, ascending; opened at the first call, closed with the store. */
    public List<Snapshot> olderSnapshots() throws IOException {
        if (older == null) {
            if (snapshot == null) {
                older = List.of();
            } else {
                older = SnapshotChoice.in(layout.snapshotDir()).older(snapshot.id());
            }
        }
        return older;
    }

    /** Whether a server held the lock when the store was opened. */
    public boolean serverRunning() {
        return serverRunning;
    }

    /** Remarks for the user, one sentence each. */
    public List<Note> notes() {
        return notes;
    }

    /** The parts of a damaged store that are not shown, one sentence each. */
    public List<String> losses() {
        return losses;
    }

    /** All records in export order (raft-dir-v004 §5.3). Closing the source leaves the store open. */
    public RecordSource export() {
        return new RaftDirSource(this);
    }

    @Override
    public void close() throws IOException {
        log.close();
        if (snapshot != null) {
            snapshot.close();
        }
        if (older != null) {
            for (Snapshot one : older) {
                one.close();
            }
        }
    }
}
