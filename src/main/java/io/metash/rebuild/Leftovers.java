package io.metash.rebuild;

import io.metash.files.DirectoryListing;
import io.metash.files.Disk;
import io.metash.files.LockProbe;
import io.metash.files.ParentDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Leftovers of imports next to a Raft directory: workspaces of killed imports, and replaced or undone stores. */
public final class Leftovers {
    /** Kinds of leftovers. */
    public enum Kind {
        /** A new store that was never swapped in, while the target has its own store. */
        UNUSED,
        /** A complete new store that was never swapped in, while the target has none. */
        BUILT,
        /** Unknown content under a workspace's name. */
        FOREIGN,
        /** An interrupted state that only the next import or rollback of this directory can resolve. */
        UNSETTLED,
        /** A workspace of a running import. */
        IN_USE,
        /** The store that an import replaced; without one, only the journal that allows undoing the import. */
        REPLACED,
        /** A store that a rollback removed. */
        UNDONE
    }

    /**
     * A leftover directory.
     *
     * @param path its path
     * @param kind its kind
     * @param bytes its size
     */
    public record Leftover(Path path, Kind kind, long bytes) {}

    private static final Set<String> MADE_BY_IMPORTS =
            Set.of("df_meta", "raft_dir", Swap.REPLACED, Journal.FILE, Journal.FILE + ".new");
    private static final Pattern DIRECTORIES =
            Pattern.compile("(raft_dir|(raft_dir/)?(df_meta|replaced)(/V004(/log|/snapshot)?)?)");
    private static final Pattern FILES = Pattern.compile("import\\.json(\\.new)?|(raft_dir/)?(df_meta|replaced)/"
            + "(VERSION|V004/log/(LOCK|[^/]*\\.wal)|V004/snapshot/[^/]*\\.snap(-\\d+)?)");
    /** The prefix of a sorter's directories. */
    private static final String SORTING = "metash-sort-";

    private Leftovers() {}

    /** Lists the leftovers next to a Raft directory, which need not exist; changes nothing. */
    public static List<Leftover> of(Path raftDir) throws IOException {
        ImportTarget target = ImportTarget.of(raftDir);
        List<Leftover> found = new ArrayList<>();
        for (Path path : target.all("new")) {
            workspace(target, path).ifPresent(found::add);
        }
        for (Path path : target.keptDirectories()) {
            found.add(new Leftover(path, Swap.isCut(path) ? Kind.UNSETTLED : Kind.REPLACED, bytes(path)));
        }
        for (Path path : target.all("undone")) {
            found.add(new Leftover(path, Kind.UNDONE, bytes(path)));
        }
        return found;
    }

    /** The metash process that is changing a Raft directory, if the system lists it. */
    public static Optional<LockProbe.Holder> worker(Path raftDir) throws IOException {
        return LockProbe.holder(ImportTarget.of(raftDir).lockFile());
    }

    /** Returns a workspace; empty when a running command renames or removes it. */
    private static Optional<Leftover> workspace(ImportTarget target, Path path) throws IOException {
        try {
            Kind kind = Kind.IN_USE;
            if (!TargetLock.busy(target)) {
                kind = kindOfWorkspace(target, path);
            }
            return Optional.of(new Leftover(path, kind, bytes(path)));
        } catch (NoSuchFileException vanished) {
            return Optional.empty();
        }
    }

    /**
     * Returns the kind of a workspace, which according to its journal holds the new store before the swap and the old
     * one afterwards.
     */
    private static Kind kindOfWorkspace(ImportTarget target, Path workspace) throws IOException {
        for (String inside : List.of("df_meta", "raft_dir/df_meta")) {
            if (LockProbe.busy(workspace.resolve(inside).resolve("V004/log/LOCK"))) {
                return Kind.IN_USE;
            }
        }
        if (!hasWorkspaceName(workspace)) {
            return Kind.FOREIGN;
        }
        Journal journal = Journal.read(workspace);
        if (Swap.isCut(workspace)
                || journal != null
                        && ImportTarget.inode(Swap.building(workspace, journal.before())) != journal.newInode()) {
            return Kind.UNSETTLED;
        }
        if (!containsOnlyImportFiles(workspace)) {
            return Kind.FOREIGN;
        }
        boolean complete = Files.exists(workspace.resolve("df_meta/VERSION"))
                || Files.exists(workspace.resolve("raft_dir/df_meta/VERSION"));
        if (complete && !Files.exists(target.dfMeta(), LinkOption.NOFOLLOW_LINKS)) {
            return Kind.BUILT;
        }
        return Kind.UNUSED;
    }

    private static boolean hasWorkspaceName(Path workspace) throws IOException {
        return DirectoryListing.list(workspace).stream()
                .map(path -> path.getFileName().toString())
                .allMatch(name -> MADE_BY_IMPORTS.contains(name) || name.startsWith(SORTING));
    }

    /** Whether it holds nothing but what an import writes, at any depth. */
    private static boolean containsOnlyImportFiles(Path workspace) throws IOException {
        for (Path path : DirectoryListing.list(workspace)) {
            if (!path.getFileName().toString().startsWith(SORTING) && !isStore(path)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a file or a tree is a new store, or a part of one that is being written. */
    private static boolean isStore(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String inside = ParentDirectory.of(top).relativize(path).toString();
                boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
                boolean regular = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
                boolean known = directory && DIRECTORIES.matcher(inside).matches()
                        || regular && FILES.matcher(inside).matches();
                if (!known) {
                    return false;
                }
            }
        } catch (UncheckedIOException vanished) {
            // A command is working with it.
            return false;
        }
        return true;
    }

    /**
     * Deletes unusable leftovers of killed imports and finishes an interrupted swap. Keeps everything that may still
     * be needed.
     *
     * @return one line for each action
     * @throws Failure with status 6 when another command is working on the directory
     */
    public static List<String> clean(Path raftDir, Disk disk) throws IOException {
        ImportTarget target = ImportTarget.of(raftDir);
        if (!Files.isDirectory(target.home())) {
            return List.of();
        }
        TargetLock held = TargetLock.acquire(target);
        try {
            List<String> done = new ArrayList<>(new Swap(target, disk).settle());
            for (Path path : target.all("new")) {
                if (kindOfWorkspace(target, path) == Kind.UNUSED) {
                    disk.deleteTree(path);
                    disk.syncDirectory(target.home());
                    done.add("removed " + path);
                }
            }
            return done;
        } finally {
            held.close();
        }
    }

    private static long bytes(Path directory) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    bytes += Files.size(file);
                }
            }
        } catch (UncheckedIOException | NoSuchFileException vanished) {
            // A running command changes the file: any size will do.
            return bytes;
        }
        return bytes;
    }
}
