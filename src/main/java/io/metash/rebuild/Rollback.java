package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.files.FileLock;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.raftdir.sled.SledDatabase;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.OutputError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Undoes the last import into a Raft directory and keeps the imported store. */
public final class Rollback {
    private final ImportTarget target;
    private final Disk disk;

    /** Creates the rollback of a directory. */
    public Rollback(Path raftDir, Disk disk) throws IOException {
        this.target = ImportTarget.of(raftDir);
        this.disk = disk;
    }

    /**
     * Result of a rollback.
     *
     * @param raftDir the directory
     * @param undone the directory of the imported store
     * @param before the store that is current again
     * @param notes further actions
     */
    public record Report(Path raftDir, Path undone, Before before, List<String> notes) {}

    /** The store that a directory had before an import and has again after its rollback. */
    public enum Before {
        /** None. */
        NOTHING,
        /** A store of V0 to V003 in sled files, which the import left in their place. */
        SLED,
        /** The {@code df_meta} that the import moved aside. */
        KEPT
    }

    /** Describes what {@link #run} would do, and what is lost by it; changes nothing. */
    public List<String> preview() throws IOException {
        Kept kept = find();
        List<String> lines = new ArrayList<>();
        lines.add(
                switch (before(kept.journal())) {
                    case NOTHING ->
                        "move the store out of " + target.raftDir() + ", which had none before; it is kept next to it";
                    case SLED ->
                        "move the store out of " + target.raftDir()
                                + ", which then has its sled store again; it is kept next to it";
                    case KEPT -> "swap the store in " + target.raftDir() + " with the one in " + kept.directory();
                });
        newer(kept).ifPresent(newer -> lines.add("note: " + newer));
        return lines;
    }

    /** A clause when the restored store ends before the one that it replaces, else empty. */
    public Optional<String> newer() throws IOException {
        return newer(find());
    }

    private Optional<String> newer(Kept kept) throws IOException {
        return switch (before(kept.journal())) {
            case NOTHING -> Optional.empty();
            case SLED -> NewerStore.wordsSince(kept.journal().madeAtMs(), target.raftDir());
            case KEPT -> {
                if (SledDatabase.isAt(target.raftDir()) && LegacyDir.isPartOf(kept.directory())) {
                    yield NewerStore.wordsSince(kept.journal().madeAtMs(), target.raftDir());
                }
                yield NewerStore.wordsOfRollback(kept.directory(), target.raftDir());
            }
        };
    }

    private Before before(Journal journal) {
        if (journal.before() == Journal.Before.STORE) {
            return Before.KEPT;
        }
        if (SledDatabase.isAt(target.raftDir())) {
            return Before.SLED;
        }
        return Before.NOTHING;
    }

    /** Restores the store that the last import replaced. */
    public Report run(long nowMs) throws IOException {
        return run(nowMs, newer -> {});
    }

    /**
     * Restores the store that the last import replaced.
     *
     * @param newer receives a clause before the restored store replaces one that ends later
     */
    public Report run(long nowMs, Consumer<String> newer) throws IOException {
        if (!Files.isDirectory(target.home())) {
            throw nothingToUndo();
        }
        List<FileLock> locks = new ArrayList<>();
        TargetLock held = TargetLock.acquire(target);
        try {
            lock(target.dfMeta(), locks);
            Swap swap = new Swap(target, disk);
            List<String> notes = new ArrayList<>(swap.settle());
            Optional<Swap.Undone> completed = swap.undone();
            if (completed.isPresent()) {
                // The interrupted rollback is now complete. Another one would undo an earlier import.
                return report(completed.get(), notes);
            }
            Kept kept = find();
            lock(kept.directory().resolve("df_meta"), locks);
            newer(kept).ifPresent(newer);
            return report(new Swap.Undone(undo(swap, kept, nowMs), kept.journal()), notes);
        } finally {
            locks.forEach(FileLock::close);
            held.close();
        }
    }

    private Path undo(Swap swap, Kept kept, long nowMs) throws IOException {
        try {
            return swap.undo(kept.directory(), kept.journal(), nowMs);
        } catch (IOException failed) {
            long now = ImportTarget.inode(target.dfMeta());
            if (now == kept.journal().newInode()) {
                throw OutputError.unchangedDirectory(target.raftDir(), failed);
            }
            if (now == 0 && kept.journal().before() == Journal.Before.STORE) {
                throw Failure.of(ExitStatus.IO, "the swap of the two stores was interrupted")
                        .at(target.raftDir().toString())
                        .because(failed.getMessage() + "; both stores are complete in " + kept.directory())
                        .next("check the disk, then run the same command again: it finishes the rollback")
                        .causedBy(failed);
            }
            throw undone(swap, kept, failed);
        }
    }

    /** The failure of a step after the swap. A second rollback would undo an earlier import after the last step. */
    private Failure undone(Swap swap, Kept kept, IOException failed) {
        String next = "run the same command again: it finishes the rollback";
        if (swap.kept().isPresent()) {
            next = "start the server; a second rollback would undo an earlier import";
        }
        return Failure.of(
                        ExitStatus.IO,
                        "the import is undone, but this may not survive a power failure: the step after the swap failed")
                .at(target.raftDir().toString())
                .because(failed.getMessage() + "; the imported store is complete in "
                        + swap.kept().orElse(kept.directory()))
                .next("check the disk, then " + next)
                .causedBy(failed);
    }

    private Report report(Swap.Undone undone, List<String> notes) {
        return new Report(target.raftDir(), undone.directory(), before(undone.journal()), notes);
    }

    private static void lock(Path dfMeta, List<FileLock> locks) throws IOException {
        Path lock = dfMeta.resolve("V004/log/LOCK");
        if (Files.exists(lock)) {
            locks.add(FileLock.acquire(lock, false));
        }
    }

    /** A kept directory and its journal. */
    private record Kept(Path directory, Journal journal) {}

    /** The kept directory of the import that a rollback would undo now; empty when there is none. */
    public Optional<Path> undoable() throws IOException {
        return found().map(Kept::directory);
    }

    private Optional<Kept> found() throws IOException {
        long now = ImportTarget.inode(target.dfMeta());
        List<Path> all = target.keptDirectories();
        for (int i = all.size() - 1; i >= 0 && now != 0; i--) {
            Journal journal = Journal.read(all.get(i));
            if (journal != null && journal.newInode() == now) {
                return Optional.of(new Kept(all.get(i), journal));
            }
        }
        return Optional.empty();
    }

    /** The kept directory of the import that created the current store. */
    private Kept find() throws IOException {
        Optional<Kept> found = found();
        if (found.isPresent()) {
            return found.get();
        }
        List<Path> all = target.keptDirectories();
        if (all.isEmpty()) {
            throw nothingToUndo();
        }
        throw nothingToUndo()
                .because("an import did not create the store there; kept stores: " + all)
                .next("move the store that you want to " + target.dfMeta() + " by hand, with the server stopped");
    }

    private Failure nothingToUndo() {
        return Failure.of(ExitStatus.REFUSED, "there is no import to undo")
                .at(target.raftDir().toString())
                .because("no store that an import replaced is next to it")
                .next("check the path; kept stores are named "
                        + target.raftDir().getFileName() + ".metash-old-TIME");
    }
}
