package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.files.ExchangeUnsupported;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Swaps a store built in a workspace with the old one, and back. When killed between any two calls, the target is
 * exactly the old or exactly the new store, and {@link #settle} completes the renames of the workspace.
 *
 * <p>A workspace holds the new store as {@code df_meta} (for a target that does not exist, {@code raft_dir/df_meta})
 * and, from just before the exchange, its {@link Journal}. After the exchange it holds the replaced store.
 */
final class Swap {
    /** Temporary name of the old store between the two renames on a file system without exchange. */
    static final String REPLACED = "replaced";

    private static final String DF_META = "df_meta";
    private static final String RAFT_DIR = "raft_dir";

    private final ImportTarget target;
    private final Disk disk;
    private @Nullable Undone undone;
    private @Nullable Path last;

    /**
     * A store that a rollback removed.
     *
     * @param directory its directory
     * @param journal the journal of its import
     */
    record Undone(Path directory, Journal journal) {}

    Swap(ImportTarget target, Disk disk) {
        this.target = target;
        this.disk = disk;
    }

    /** Returns the path in a workspace where the new store is built. */
    static Path building(Path workspace, Journal.Before before) {
        if (before == Journal.Before.NOTHING) {
            return workspace.resolve(RAFT_DIR).resolve(DF_META);
        }
        return workspace.resolve(DF_META);
    }

    /** Whether the two renames that replace an exchange were interrupted. */
    static boolean isCut(Path directory) {
        return Files.exists(directory.resolve(REPLACED), LinkOption.NOFOLLOW_LINKS);
    }

    /** Swaps the stores; returns the directory of the old one. */
    Path perform(Path workspace, Journal journal) throws IOException {
        journal.write(workspace, disk);
        disk.syncDirectory(target.home());
        switch (journal.before()) {
            case NOTHING -> {
                move(workspace.resolve(RAFT_DIR), target.raftDir());
                disk.syncDirectory(target.home());
            }
            case DIRECTORY -> {
                move(workspace.resolve(DF_META), target.dfMeta());
                disk.syncDirectory(target.raftDir());
            }
            case STORE -> exchange(workspace);
        }
        return keep(workspace, journal.before().kept(), journal.madeAtMs());
    }

    /** The directory that a workspace was last renamed to, even if a later step failed. */
    Optional<Path> kept() {
        return Optional.ofNullable(last);
    }

    /** Moves the new store to a name that was unused when it was built. */
    private void move(Path built, Path to) throws IOException {
        try {
            disk.renameNew(built, to);
        } catch (FileAlreadyExistsException e) {
            throw Failure.of(ExitStatus.REFUSED, "another program created this while the new store was built")
                    .at(to.toString())
                    .next("check it, then run the same command again")
                    .causedBy(e);
        }
    }

    private void exchange(Path workspace) throws IOException {
        Path waiting = workspace.resolve(DF_META);
        try {
            disk.exchange(waiting, target.dfMeta());
        } catch (ExchangeUnsupported e) {
            disk.renameNew(target.dfMeta(), workspace.resolve(REPLACED));
            try {
                disk.renameNew(waiting, target.dfMeta());
            } catch (IOException failed) {
                disk.renameNew(workspace.resolve(REPLACED), target.dfMeta());
                throw failed;
            }
            disk.renameNew(workspace.resolve(REPLACED), waiting);
        }
        disk.syncDirectory(target.raftDir());
        disk.syncDirectory(workspace);
    }

    private Path keep(Path workspace, String kind, long nowMs) throws IOException {
        Path kept = target.kept(kind, nowMs);
        disk.renameNew(workspace, kept);
        last = kept;
        disk.syncDirectory(target.home());
        return kept;
    }

    /**
     * Completes an interrupted import or rollback: renames the workspace of a completed swap to its kept name, and
     * finishes an interrupted pair of renames. Returns a line for each action.
     */
    List<String> settle() throws IOException {
        List<String> done = new ArrayList<>();
        for (Path workspace : target.all("new")) {
            Journal journal = Journal.read(workspace);
            if (journal == null) {
                continue;
            }
            finishRenames(workspace);
            if (ImportTarget.inode(target.dfMeta()) == journal.newInode()) {
                Path kept = keep(workspace, journal.before().kept(), journal.madeAtMs());
                done.add("finished an interrupted import of this directory"
                        + (journal.before() == Journal.Before.STORE ? "; the store it replaced is in " + kept : ""));
            }
        }
        for (Path kept : target.keptDirectories()) {
            Journal journal = Journal.read(kept);
            if (journal == null) {
                continue;
            }
            finishRenames(kept);
            if (holdsUndone(kept, journal)) {
                Path removed = keep(kept, "undone", journal.madeAtMs());
                undone = new Undone(removed, journal);
                done.add("finished an interrupted rollback of this directory; the store it removed is in " + removed);
            }
        }
        return done;
    }

    /** The store whose rollback {@link #settle} finished. */
    Optional<Undone> undone() {
        return Optional.ofNullable(undone);
    }

    private void finishRenames(Path directory) throws IOException {
        Path replaced = directory.resolve(REPLACED);
        if (!Files.exists(replaced)) {
            return;
        }
        if (!Files.exists(target.dfMeta())) {
            disk.renameNew(directory.resolve(DF_META), target.dfMeta());
        }
        disk.renameNew(replaced, directory.resolve(DF_META));
        disk.syncDirectory(target.raftDir());
        disk.syncDirectory(directory);
    }

    /** Whether a kept directory holds the store that its import created, so that the import was already undone. */
    private static boolean holdsUndone(Path kept, Journal journal) throws IOException {
        return ImportTarget.inode(kept.resolve(DF_META)) == journal.newInode()
                || ImportTarget.inode(kept.resolve(RAFT_DIR).resolve(DF_META)) == journal.newInode();
    }

    /** Restores the store that an import replaced; returns the directory of the undone store. */
    Path undo(Path kept, Journal journal, long nowMs) throws IOException {
        Path waiting = kept.resolve(DF_META);
        switch (journal.before()) {
            case NOTHING -> disk.renameNew(target.raftDir(), kept.resolve(RAFT_DIR));
            case DIRECTORY -> {
                disk.renameNew(target.dfMeta(), waiting);
                disk.syncDirectory(target.raftDir());
            }
            case STORE -> {
                if (!Files.isDirectory(waiting)) {
                    throw Failure.of(ExitStatus.IO, "the previous store is missing")
                            .at(waiting.toString())
                            .next("import a backup instead");
                }
                exchange(kept);
            }
        }
        disk.syncDirectory(kept);
        return keep(kept, "undone", nowMs);
    }
}
