package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.Disk;
import io.metash.raftdir.RaftDir;
import io.metash.record.Failure;
import io.metash.testing.FaultyDisk;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cleaning up after an import killed at any call loses no store and keeps foreign files. */
class CleaningUpTest {
    @TempDir
    Path scratch;

    private static String oldText() throws IOException {
        return Files.readString(TestData.file("real/variants.export.ndjson"));
    }

    private static String newText() throws IOException {
        return Files.readString(TestData.file("real/init-cluster/input.ndjson"));
    }

    @ParameterizedTest
    @CsvSource({"true, store", "false, store", "true, nothing", "false, directory"})
    void losesNoStoreAfterAKillAtAnyCall(boolean exchanges, String before) throws IOException {
        FaultyDisk counting = new FaultyDisk(-1, true, exchanges);
        Imports.run(prepared("count", before), newText(), null, counting);
        boolean cut = false;
        for (long call = 0; call < counting.calls(); call++) {
            Path dir = prepared("at-" + call, before);
            try {
                Imports.run(dir, newText(), null, new FaultyDisk(call, true, exchanges));
            } catch (IOException | Failure killed) {
                assertTrue(killed.getMessage() != null);
            }
            boolean gone = before.equals("store") && !Files.exists(dir.resolve("df_meta"));
            cut |= gone;
            if (gone) {
                Failure missing = assertThrows(Failure.class, () -> RaftDir.open(dir));
                assertEquals("finish the swap: metash doctor --clean " + dir, missing.next());
                assertEquals(Leftovers.Kind.UNSETTLED, Leftovers.of(dir).get(0).kind());
            }
            Leftovers.clean(dir, Disk.real());
            if (!before.equals("store")) {
                Imports.run(dir, newText());
                continue;
            }
            String there = Stores.text(dir);
            if (!there.equals(oldText())) {
                assertEquals(newText(), there, "after call " + call);
                new Rollback(dir, Disk.real()).run(2);
                assertEquals(oldText(), Stores.text(dir), "after call " + call);
            }
            assertEquals(List.of(), Leftovers.clean(dir, Disk.real()));
        }
        assertEquals(before.equals("store") && !exchanges, cut);
    }

    private Path prepared(String name, String before) throws IOException {
        Path dir = Files.createDirectory(scratch.resolve(name)).resolve("raft");
        if (before.equals("store")) {
            Imports.run(dir, oldText());
        } else if (before.equals("directory")) {
            Files.createDirectory(dir);
        }
        return dir;
    }

    /** A user's directory that is only named like a workspace; the only complete store. */
    @Test
    void keepsFilesNotKnownToBeUnused() throws IOException {
        Path dir = scratch.resolve("raft");
        Path mine = Files.createDirectory(scratch.resolve("raft.metash-new-backup"));
        Files.writeString(mine.resolve("notes.txt"), "mine");
        Path built = scratch.resolve("raft.metash-new-abc123");
        Imports.run(scratch.resolve("other"), newText());
        Files.createDirectories(built.resolve("raft_dir"));
        Files.move(scratch.resolve("other/df_meta"), built.resolve("raft_dir/df_meta"));
        assertEquals(
                List.of("raft.metash-new-abc123 BUILT", "raft.metash-new-backup FOREIGN"),
                Leftovers.of(dir).stream()
                        .map(left -> left.path().getFileName() + " " + left.kind())
                        .toList());
        assertEquals(List.of(), Leftovers.clean(dir, Disk.real()));
        Imports.run(dir, oldText());
        assertEquals(List.of("removed " + built), Leftovers.clean(dir, Disk.real()));
        assertEquals("mine", Files.readString(mine.resolve("notes.txt")));
        assertEquals(oldText(), Stores.text(dir));
    }

    @Test
    void keepsForeignFilesAtAnyDepth() throws IOException {
        Path dir = scratch.resolve("raft");
        Imports.run(dir, oldText());
        for (String inside : List.of("df_meta/notes", "df_meta/V004/log/notes.wal/x", "raft_dir/df_meta/V004/x.snap")) {
            Path mine = scratch.resolve("raft.metash-new-abc123").resolve(inside);
            Files.createDirectories(mine.getParent());
            Files.writeString(mine, "mine");
            assertEquals(List.of(), Leftovers.clean(dir, Disk.real()));
            assertEquals("mine", Files.readString(mine));
            assertEquals(
                    List.of(Leftovers.Kind.FOREIGN, Leftovers.Kind.REPLACED),
                    Leftovers.of(dir).stream().map(Leftovers.Leftover::kind).toList());
            Disk.real().deleteTree(scratch.resolve("raft.metash-new-abc123"));
        }
        Path link = scratch.resolve("raft.metash-new-abc123/df_meta/VERSION");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, dir);
        assertEquals(List.of(), Leftovers.clean(dir, Disk.real()));
        assertEquals(oldText(), Stores.text(dir));
    }

    /** The workspace of a running import is renamed or removed between listing and reading it. */
    @Test
    void aWorkspaceThatVanishesIsNoFailure() throws Exception {
        Path raft = Files.createDirectory(scratch.resolve("vanishing"));
        Path workspace = scratch.resolve("vanishing.metash-new-1");
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try {
                while (!ended.get()) {
                    Files.createDirectories(workspace.resolve("df_meta/V004/log"));
                    Disk.real().deleteTree(workspace);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        try {
            for (int round = 0; round < 500; round++) {
                assertTrue(Leftovers.of(raft).size() < 2);
            }
        } finally {
            ended.set(true);
            running.get();
        }
    }
}
