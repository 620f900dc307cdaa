package io.metash.backup;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.ShellWord;
import io.metash.storage.ObjectInfo;
import io.metash.storage.ObjectStore;
import io.metash.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A directory or bucket prefix of backups. */
public final class Shelf {
    private final ObjectStore store;
    private final ShelfContents contents;
    private final List<ShelvedBackup> backups;
    private final List<String> notes = new ArrayList<>();

    private Shelf(ObjectStore store, ShelfContents contents, List<ShelvedBackup> backups) {
        this.store = store;
        this.contents = contents;
        this.backups = backups;
    }

    /** Reads a local directory. */
    public static Shelf of(Path directory) throws IOException {
        return of(Storage.standard().directory(directory.toString()));
    }

    /** Reads a shelf, skipping files that are not backups. Reads manifests, and the start of files without one. */
    public static Shelf of(ObjectStore store) throws IOException {
        if (!store.remote()) {
            requireDirectory(Path.of(store.location()));
        }
        ShelfContents contents = ShelfContents.of(store.list());
        List<ShelvedBackup> backups = new ShelfReader(store, contents).read();
        backups.sort(Comparator.comparing(ShelvedBackup::cluster)
                .thenComparing(Comparator.comparingLong(ShelvedBackup::timeMs).reversed()));
        Shelf shelf = new Shelf(store, contents, backups);
        shelf.note();
        return shelf;
    }

    private static void requireDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw Failure.of(ExitStatus.IO, Files.exists(directory) ? "not a directory" : "no such directory")
                    .at(directory.toString())
                    .next("name the directory that contains the backups");
        }
    }

    private void note() {
        if (!contents.temporaries().isEmpty()) {
            long bytes =
                    contents.temporaries().stream().mapToLong(ObjectInfo::bytes).sum();
            notes.add(contents.temporaries().size() + " files of exports that are running or were killed, " + bytes
                    + " bytes; when no export runs: rm " + ShellWord.of(store.location()) + "/.*.metash-*");
        }
        for (String name : contents.unfinished()) {
            notes.add("an upload that is running or was interrupted: " + store.file(name)
                    + "; the next 'backup' or 'backups prune' removes it once its process has ended");
        }
        for (String name : contents.orphans()) {
            notes.add("a manifest without its file: " + store.file(name + Manifest.SUFFIX));
        }
    }

    /** Returns the storage. */
    public ObjectStore store() {
        return store;
    }

    /** Returns the backups by cluster, newest first. */
    public List<ShelvedBackup> backups() {
        return backups;
    }

    /** Returns notes for the user, one sentence each. */
    public List<String> notes() {
        return notes;
    }

    /** Returns the cleanup of interrupted commands' leftovers. */
    public ShelfCleanup cleanup() {
        return new ShelfCleanup(store, contents);
    }
}
