package io.metash.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.command.StateDirectory;
import io.metash.files.Disk;
import io.metash.files.FileOwnership;
import io.metash.raftdir.RaftDir;
import io.metash.raftdir.SnapshotBuilder;
import io.metash.record.LogId;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session on the intact part of a damaged directory is never mistaken for a complete one. */
class SalvagedSessionTest {
    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();
    private Path dir;
    private Path snapshot;

    @BeforeEach
    void copy() throws IOException {
        dir = Stores.copy(TestData.file("real/rich-snap.raft"), scratch.resolve("raft"));
        snapshot = dir.resolve("df_meta/V004/snapshot/1-0-1023-1795479865071.snap");
        run.context().use(new StateDirectory(scratch.resolve("state")));
    }

    @AfterEach
    void close() throws IOException {
        run.context().close();
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 4;
        Files.write(file, bytes);
    }

    private List<String> lost() {
        return run.err().lines().filter(line -> line.startsWith("lost: ")).toList();
    }

    @Test
    void intactDataIsShownAndLossesAreReported() throws IOException {
        flip(snapshot, 5000);
        assertEquals(3, run.status("connect " + dir));
        assertTrue(run.err().contains("open it: connect " + dir + " --salvage"), run.err());
        var before = Stores.tree(dir);
        assertEquals(4, run.status("connect " + dir + " as s --salvage"));
        assertTrue(run.err().startsWith("connected to Raft directory " + dir + " as s\n"), run.err());
        List<String> lost = lost();
        assertEquals(2, lost.size(), run.err());
        assertTrue(lost.get(0).startsWith("lost: snapshot 1-0-1023-1795479865071.snap: the checksum"), lost.get(0));
        assertTrue(lost.get(1).startsWith("lost: block 0 at byte 36, rows "), lost.get(1));
        assertEquals("metash s (dir ro, salvaged, log 1042)> ", new Prompt(run.context()).text(0));
        // What the log wrote after the snapshot is included.
        String keys = run.ok("ls -r -o raw");
        assertEquals(20, keys.lines().count(), keys);
        String status = run.ok("status -o json");
        assertTrue(status.contains("\"keys\":{\"live\":20,\"expiring\":1,\"hidden\":0}"), status);
        assertTrue(run.ok("status").contains(", 227 keys by its own count, "), run.out());
        assertEquals(lost, lost());
        assertEquals(1, run.status("get __fd_id_gen/table_id"));
        assertTrue(
                run.err()
                        .contains("\n"
                                + "  why    This is the intact part of a damaged store: the key may be in the lost"
                                + " part.\n"),
                run.err());
        assertEquals(before, Stores.tree(dir));
    }

    @Test
    void exportWritesNoManifestAndOtherCommandsRefuse() throws IOException {
        flip(snapshot, 5000);
        assertEquals(4, run.status("connect " + dir + " as s --salvage"));
        List<String> lost = lost();
        Path file = scratch.resolve("out.ndjson");
        assertEquals(4, run.status("export " + file));
        assertEquals(lost, lost());
        assertTrue(Files.exists(file));
        assertFalse(Files.exists(scratch.resolve("out.ndjson.manifest")));
        Path other = scratch.resolve("other.ndjson");
        assertEquals(4, run.status("export --raft-dir " + dir + " --salvage --db " + other));
        assertEquals(Files.readString(other), Files.readString(file));
        for (String line : new String[] {
            "import --raft-dir " + scratch.resolve("new") + " --yes-i-mean new",
            "import --raft-dir " + scratch.resolve("new") + " --dry-run",
            "backup --to " + scratch.resolve("backups")
        }) {
            assertEquals(6, run.status(line), run.err());
            assertTrue(
                    run.err()
                            .startsWith(
                                    "metash: the session shows only the intact part of a damaged store\n  where  s, "
                                            + dir + "\n  why    Lost: snapshot 1-0-1023-1795479865071.snap: "),
                    run.err());
        }
        assertFalse(Files.exists(scratch.resolve("new/df_meta")));
    }

    /** An older snapshot with a gap before the log: no state is shown after the gap. */
    @Test
    void nothingIsAppliedAfterAGap() throws IOException {
        try (RaftDir whole = RaftDir.open(dir);
                SnapshotBuilder older = new SnapshotBuilder(
                        snapshot.getParent(),
                        Disk.real(),
                        FileOwnership.of(snapshot.getParent()),
                        1_795_479_000_000L)) {
            older.sequence(9);
            older.lastApplied(LogId.parse("T1-N0.9"));
            older.lastMembership(whole.snapshot().orElseThrow().sysData().lastMembership());
            older.finish(List.of());
        }
        Files.write(snapshot, new byte[10]);
        assertEquals(4, run.status("connect " + dir + " as s --salvage"), run.err());
        assertTrue(
                run.err()
                        .contains("\nnote: showing the state as of T1-N0.9: snapshot at T1-N0.9, 0 log entries"
                                + " applied\n"),
                run.err());
        assertEquals(3, lost().size(), run.err());
        assertEquals("lost: reading the older snapshot instead: 1-0-9-1795479000000.snap", lost().get(1));
        assertEquals(
                "lost: the log continues at T1-N0.24, but the entries from index 10 are missing: nothing after them is"
                        + " applied",
                lost().get(2));
        assertEquals("", run.ok("ls"));
    }

    @Test
    void anIntactDirectoryIsOpenedNormally() {
        run.ok("connect " + dir + " as s --salvage");
        assertEquals(List.of(), lost());
        assertTrue(run.context().session().losses().isEmpty());
    }

    @Test
    void onlyDirectoriesAreSalvaged() throws IOException {
        Path file = Files.writeString(scratch.resolve("file"), "");
        for (String place : new String[] {file.toString(), "127.0.0.1:1", "embedded"}) {
            assertEquals(2, run.status("connect " + place + " --salvage"));
            assertEquals(
                    "metash: --salvage reads a damaged Raft directory\n  where  " + place
                            + "\n  next   connect DIR --salvage\n",
                    run.err());
        }
    }
}
