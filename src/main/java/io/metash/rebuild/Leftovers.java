package io.metash.rebuild;

import io.metash.files.Disk;
import io.metash.files.LockProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What imports left beside a Raft directory: workspaces of killed ones, stores that were replaced or undone. */
public final class Leftovers {
    /** What a folder is. */
    public enum Kind {
        /** A new store that never got to its place, of no use any more. */
        UNUSED,
        /** Something that only the next import or rollback of this directory can put in order. */
        UNSETTLED,
        /** Of an import that runs at this moment. */
        IN_USE,
        /** The store that an import replaced; where there was none, only the journal that lets the import be undone. */
        REPLACED,
        /** A store that a rollback took away. */
        UNDONE
    }

    /**
     * A folder.
     *
     * @param path where it is
     * @param kind what it is
     * @param bytes its size
     */
    public record Leftover(Path path, Kind kind, long bytes) {}

    private Leftovers() {}

    /** Looks beside a Raft directory, which need not be there; changes nothing. */
    public static List<Leftover> of(Path raftDir) throws IOException {
        ImportTarget target = ImportTarget.of(raftDir);
        List<Leftover> found = new ArrayList<>();
        for (Path path : target.all("new")) {
            found.add(new Leftover(path, kindOfWorkspace(path), bytes(path)));
        }
        for (Path path : target.allKept()) {
            found.add(new Leftover(path, Kind.REPLACED, bytes(path)));
        }
        for (Path path : target.all("undone")) {
            found.add(new Leftover(path, Kind.UNDONE, bytes(path)));
        }
        return found;
    }

    /** A workspace holds the new store until the exchange, and the old one after it: its journal tells which. */
    private static Kind kindOfWorkspace(Path workspace) throws IOException {
        for (String inside : List.of("df_meta", "raft_dir/df_meta")) {
            if (LockProbe.busy(workspace.resolve(inside).resolve("V004/log/LOCK"))) {
                return Kind.IN_USE;
            }
        }
        Journal journal = Journal.read(workspace);
        if (journal == null) {
            return Kind.UNUSED;
        }
        Path building = Swap.building(workspace, journal.before());
        return ImportTarget.inode(building) == journal.newInode() ? Kind.UNUSED : Kind.UNSETTLED;
    }

    /** Removes a folder that is {@link Kind#UNUSED}. */
    public static void remove(Leftover leftover, Disk disk) throws IOException {
        if (kindOfWorkspace(leftover.path()) != Kind.UNUSED) {
            throw new IOException(leftover.path() + " is in use now");
        }
        disk.deleteTree(leftover.path());
        disk.syncDirectory(leftover.path().toAbsolutePath().getParent());
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
        } catch (UncheckedIOException vanished) {
            throw vanished.getCause();
        }
        return bytes;
    }
}
