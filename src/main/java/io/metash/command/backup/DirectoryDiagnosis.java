package io.metash.command.backup;

import io.metash.files.Disk;
import io.metash.files.LockProbe;
import io.metash.files.SpaceProbe;
import io.metash.output.Units;
import io.metash.raftdir.sled.SledDatabase;
import io.metash.rebuild.InterruptedCluster;
import io.metash.rebuild.Leftovers;
import io.metash.rebuild.Rollback;
import io.metash.record.Note;
import io.metash.record.ShellWord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Examines the files around a Raft directory: leftovers of imports, the lock, free space, permissions. */
final class DirectoryDiagnosis {
    private final Diagnosis diagnosis;

    DirectoryDiagnosis(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    private void add(InterruptedCluster cluster) {
        String done = "no node has";
        if (!cluster.done().isEmpty()) {
            done = "node " + String.join(", ", cluster.done()) + " has";
        }
        diagnosis.urgent(
                "init-cluster " + cluster.plan() + " was interrupted: " + done + " its new store, node "
                        + String.join(", ", cluster.open()) + " has not",
                "all stores are complete; the same init-cluster again, or init-cluster resume PLAN, completes it,"
                        + " and this undoes it",
                "metash rollback --journal " + ShellWord.of(cluster.journal()));
    }

    /** Examines the files next to a directory, which need not exist. */
    void leftovers(Path dir) throws IOException {
        InterruptedCluster.of(dir).ifPresent(this::add);
        for (Leftovers.Leftover left : Leftovers.of(dir)) {
            String size = " (" + Units.bytes(left.bytes()) + ")";
            switch (left.kind()) {
                case UNUSED ->
                    diagnosis.urgent(
                            "left over from a killed import, unused: " + left.path() + size,
                            null,
                            "metash doctor --clean " + ShellWord.of(dir));
                case UNSETTLED ->
                    diagnosis.urgent(
                            "an import of this directory was killed in its last step: " + left.path() + size,
                            "both stores are complete; this command, or the next import or rollback of the directory, finishes it",
                            "metash doctor --clean " + ShellWord.of(dir));
                case BUILT ->
                    diagnosis.urgent(
                            "a complete store that an import built but did not swap in: " + left.path() + size,
                            "the directory itself has no store",
                            "metash import --raft-dir " + ShellWord.of(dir) + " --db BACKUP");
                case FOREIGN -> diagnosis.known("not created by metash, ignored: " + left.path() + size, null, null);
                case IN_USE ->
                    diagnosis.known("a command is working on this directory now: " + left.path(), null, null);
                case REPLACED -> replaced(dir, left, size);
                case UNDONE ->
                    diagnosis.known(
                            "a store that a rollback removed is kept: " + left.path() + size,
                            null,
                            "rm -r " + ShellWord.of(left.path()));
            }
        }
    }

    /** A rollback undoes the last import; what earlier ones kept can only be removed. */
    private void replaced(Path dir, Leftovers.Leftover left, String size) throws IOException {
        String remove = "rm -r " + ShellWord.of(left.path());
        if (!Files.exists(dir.resolve("df_meta"))) {
            // A kept store may be the only one.
            diagnosis.known("kept by an import of this directory: " + left.path() + size, null, null);
        } else if (new Rollback(dir, Disk.real()).undoable().equals(Optional.of(left.path()))) {
            String undo = "metash rollback --raft-dir " + ShellWord.of(dir) + "   (undoes it), or ";
            diagnosis.known(undoable(dir, left, size), null, undo + remove);
        } else if (Files.isDirectory(left.path().resolve("df_meta"))) {
            diagnosis.known("a store that an earlier import replaced is kept: " + left.path() + size, null, remove);
        } else {
            diagnosis.known("an earlier import into this directory is recorded: " + left.path(), null, remove);
        }
    }

    private static String undoable(Path dir, Leftovers.Leftover left, String size) {
        if (Files.isDirectory(left.path().resolve("df_meta"))) {
            return "the store that an import replaced is kept: " + left.path() + size;
        }
        String before = "there was no store before it";
        if (SledDatabase.isAt(dir)) {
            before = "the sled store before it is unchanged";
        }
        return "the last import can be undone; " + before + ": " + left.path();
    }

    void add(Path dir) throws IOException {
        leftovers(dir);
        Path lock = dir.resolve("df_meta/V004/log/LOCK");
        Optional<LockProbe.Holder> holder = LockProbe.holder(lock);
        if (holder.isPresent()) {
            running(dir, holder.get());
        }
        long free = SpaceProbe.usableBytes(dir);
        long size = size(dir.resolve("df_meta"));
        if (free < 2 * size) {
            diagnosis.urgent(
                    "little free space: " + Units.bytes(free) + ", the store has " + Units.bytes(size),
                    "a server writes new snapshots next to the old ones, and an import a new store next to the old one",
                    "df -h " + ShellWord.of(dir));
        }
        diagnosis.mode(dir.resolve("df_meta"), "the store is readable by all users of this machine; it holds secrets");
    }

    /** An import locks the store that it replaces like a server, so that none starts on it. */
    private void running(Path dir, LockProbe.Holder holder) throws IOException {
        String what = holder.work();
        String then = "it can be read and exported, but not replaced";
        if (holder.isCommand() || Leftovers.worker(dir).filter(holder::equals).isPresent()) {
            what = "another metash command is working on this directory";
            then = "it can be read and exported; wait until that command ends before changing it";
        }
        String read = diagnosis
                .server()
                .flatMap(Note::about)
                .map(end -> "; its log was read up to " + end)
                .orElse("");
        diagnosis.server(new Note(Note.Code.SERVER_RUNNING, what));
        diagnosis.known(what + ": process " + holder.pid() + " (" + holder.program() + ")" + read, then, null);
    }

    private static long size(Path directory) throws IOException {
        long size = 0;
        if (Files.isDirectory(directory)) {
            try (var files = Files.walk(directory)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    if (Files.isRegularFile(file)) {
                        size += Files.size(file);
                    }
                }
            } catch (UncheckedIOException vanished) {
                return size;
            }
        }
        return size;
    }
}
