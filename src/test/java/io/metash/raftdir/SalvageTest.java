package io.metash.raftdir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.files.Disk;
import io.metash.record.Failure;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The intact part of a damaged store is readable, and the losses are listed (decisions 12). */
class SalvageTest {
    private static final String SNAPSHOT = "1-0-1023-1795479865071.snap";

    @TempDir
    Path scratch;

    private Path dir;
    private Path chunk;
    private Path snapshot;
    private List<String> whole;

    @BeforeEach
    void copy() throws IOException {
        dir = Stores.copy(TestData.file("real/rich-snap.raft"), scratch.resolve("raft"));
        chunk = dir.resolve("df_meta/V004/log/r-00_000_000_000_000_000_000.wal");
        snapshot = dir.resolve("df_meta/V004/snapshot/" + SNAPSHOT);
        whole = Stores.text(dir).lines().toList();
    }

    private void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 4;
        Files.write(file, bytes);
    }

    private List<String> salvaged(List<String> losses) throws IOException {
        assertThrows(Failure.class, () -> Stores.text(dir));
        var before = Stores.tree(dir);
        try (RaftDir store = RaftDir.salvage(dir)) {
            List<String> lines = Stores.text(store.export()).lines().toList();
            losses.addAll(store.losses());
            assertEquals(before, Stores.tree(dir));
            return lines;
        }
    }

    private static List<String> with(List<String> lines, String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    /** Damage in the log or the snapshot prints the commands to run, with the directory's own name. */
    @Test
    void damageNamesTheCommandsThatHelp() throws IOException {
        String next = "save the intact part: metash export --raft-dir " + dir
                + " --salvage --db FILE; open it: connect " + dir + " --salvage; list the damage: metash verify " + dir;
        flip(snapshot, 40);
        assertEquals(next, assertThrows(Failure.class, () -> Stores.text(dir)).next());
        flip(snapshot, 40);
        flip(chunk, 40);
        assertEquals(next, assertThrows(Failure.class, () -> Stores.text(dir)).next());
    }

    @Test
    void anIntactStoreLosesNothing() throws IOException {
        try (RaftDir store = RaftDir.salvage(dir)) {
            assertEquals(whole, Stores.text(store.export()).lines().toList());
            assertEquals(List.of(), store.losses());
        }
    }

    @Test
    void aLogEndsBeforeItsFirstDamage() throws IOException {
        flip(chunk, (int) Files.size(chunk) - 2000);
        List<String> losses = new java.util.ArrayList<>();
        List<String> lines = salvaged(losses);
        List<String> entries = with(lines, "{\"LogEntry\"");
        List<String> all = with(whole, "{\"LogEntry\"");
        assertTrue(entries.size() < all.size() && entries.size() > all.size() - 20, entries.size() + " entries");
        assertEquals(all.subList(0, entries.size()), entries);
        assertEquals(with(whole, "\"state_machine/0\""), with(lines, "\"state_machine/0\""));
        assertEquals(2, losses.size(), losses.toString());
        assertTrue(losses.get(1).contains("the last log entry before them is T1-N0."), losses.toString());
    }

    @Test
    void intactBlocksOfTheOnlySnapshotAreRead() throws IOException {
        flip(snapshot, 5000);
        List<String> losses = new java.util.ArrayList<>();
        List<String> lines = salvaged(losses);
        assertEquals(with(whole, "\"raft_log\""), with(lines, "\"raft_log\""));
        assertEquals(with(whole, "LastApplied"), with(lines, "LastApplied"));
        assertEquals(List.of(), with(lines, "{\"GenericKV\""));
        assertEquals(2, losses.size(), losses.toString());
        assertTrue(losses.get(0).startsWith("snapshot " + SNAPSHOT), losses.toString());
        assertTrue(losses.get(1).startsWith("block 0 at byte 36, rows "), losses.toString());
    }

    @Test
    void anOlderSnapshotIsUsedIfTheLogContinuesIt() throws IOException {
        Path newer = Files.copy(snapshot, snapshot.resolveSibling("1-0-1024-1795479865072.snap"));
        flip(newer, (int) Files.size(newer) - 10);
        List<String> losses = new java.util.ArrayList<>();
        assertEquals(whole, salvaged(losses));
        assertEquals(2, losses.size(), losses.toString());
        assertEquals("reading the older snapshot instead: " + SNAPSHOT, losses.get(1));
    }

    @Test
    void anUnreadableVersionIsTakenFromTheLog() throws IOException {
        Files.writeString(dir.resolve("df_meta/VERSION"), "{\"vers");
        List<String> losses = new java.util.ArrayList<>();
        assertEquals(whole, salvaged(losses));
        assertEquals(1, losses.size(), losses.toString());
    }

    @Test
    void aGapInTheLogEndsIt() throws IOException {
        Files.write(chunk.resolveSibling("r-00_000_000_000_099_999_999.wal"), new byte[100]);
        List<String> losses = new java.util.ArrayList<>();
        assertEquals(whole, salvaged(losses));
        assertEquals(2, losses.size(), losses.toString());
        Disk.real().deleteTree(dir.resolve("df_meta/V004/log"));
        assertThrows(Failure.class, () -> RaftDir.salvage(dir));
    }
}
