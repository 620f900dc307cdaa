package io.metash.command.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.command.CommandRun;
import io.metash.files.FileLock;
import io.metash.raftdir.legacy.LegacyDir;
import io.metash.testing.LegacyStores;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code upgrade}: directories of V0 to V003 become directories of V004, and back. */
class UpgradeTest {
    private static final String SNAPSHOT = "1-0-83-1691500000000";
    private static final String NEWEST = "v004-20260316-metactl-want_exported_v004";

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun();

    @BeforeEach
    void data() {
        assumeTrue(TestData.present(), "the historical exports next to the project are missing");
    }

    private static List<String> golden(String name) throws IOException {
        return Files.readAllLines(TestData.file("history/" + name + ".ndjson"));
    }

    private void upgradesAndBack(String version, Path dir) throws IOException {
        TreeMap<String, String> before = Stores.tree(dir);
        assertEquals(0, run.status("upgrade --raft-dir " + dir), run.err());
        assertTrue(run.err().startsWith("upgraded " + dir + " from " + version + " to V004, "), run.err());
        assertTrue(run.err().contains("to undo: rollback --raft-dir " + dir), run.err());
        assertEquals(String.join("\n", golden(NEWEST)) + "\n", LegacyStores.purged(Stores.text(dir)));
        assertFalse(LegacyDir.isAt(dir));

        assertEquals(0, run.status("upgrade --raft-dir " + dir));
        assertEquals(dir + " already has data version V004: nothing to upgrade\n", run.err());

        String current = " has its sled store again, which was never changed\n";
        if (before.containsKey("df_meta")) {
            current = " has its previous store again\n";
        }
        assertEquals(0, run.status("rollback --raft-dir " + dir), run.err());
        assertTrue(run.err().startsWith(dir + current), run.err());
        assertEquals(before, Stores.tree(dir));
    }

    @Test
    void everyVersionBecomesV004AndCanBeRolledBack() throws IOException {
        upgradesAndBack("V0-b", LegacyStores.inSled(golden("v0b-20230307-openraft07-meta"), scratch.resolve("v0b")));
        upgradesAndBack("V0-c", LegacyStores.inSled(golden("v0c-20230307-metactl-meta"), scratch.resolve("v0c")));
        upgradesAndBack("V0-h", LegacyStores.inSled(golden("v0h-20230509-openraft07-want"), scratch.resolve("v0h")));
        upgradesAndBack("V001", LegacyStores.inSled(golden("v001-20230518-openraft07-want"), scratch.resolve("v001")));
        upgradesAndBack(
                "V002",
                LegacyStores.v002(
                        golden("v002-20230808-metactl-want_exported_v002"), scratch.resolve("v002"), SNAPSHOT));
        upgradesAndBack(
                "V003",
                LegacyStores.v003(
                        golden("v003-20241104-metactl-want_exported_v003"),
                        scratch.resolve("v003"),
                        SNAPSHOT,
                        TestData.file("history/v003-20240627-metactl-want_snapshot_v003.rotbl")));
    }

    /** A server was killed while it removed the old data: VERSION has the old version, the data is that of V004. */
    @Test
    void anUpgradeWithoutItsCleaningIsV004() throws IOException {
        Path dir = scratch.resolve("cleaning");
        run.ok("import --raft-dir " + dir + " --db " + TestData.file("history/" + NEWEST + ".ndjson"));
        Files.writeString(
                dir.resolve("df_meta/VERSION"), "{\"version\":\"V003\",\"upgrading\":\"V004\",\"cleaning\":true}");
        String note = "note: VERSION reports an unfinished upgrade from V003 to V004: the new data is complete, the old"
                + " data was being removed\n";
        run.ok("upgrade --raft-dir " + dir);
        assertEquals(dir + " already has data version V004: nothing to upgrade\n", run.err());
        String shown = run.ok("inspect " + dir);
        assertTrue(shown.contains("data version  V004: "), shown);
        assertTrue(shown.contains("form          Raft directory: log in a write-ahead log, "), shown);
        assertEquals(note, run.err());
    }

    /** The log of a sled store is not read for a rollback: entries after the upgrade exist only in the new store. */
    @Test
    void aRollbackToSledNamesLaterEntries() throws IOException {
        List<String> lines = golden("v0b-20230307-openraft07-meta");
        lines.replaceAll(line -> {
            if (line.startsWith("[\"raft_log\",{\"Logs\":{\"key\":83,")) {
                return line.replaceAll("\"time_ms\":\\d+", "\"time_ms\":4102444800000");
            }
            return line;
        });
        Path bare = LegacyStores.inSled(lines, scratch.resolve("bare"));
        Path begun = LegacyStores.inSled(lines, scratch.resolve("begun"));
        Files.createDirectories(begun.resolve("df_meta/V004/log"));
        Files.writeString(begun.resolve("df_meta/VERSION"), "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
        for (Path dir : List.of(bare, begun)) {
            assertEquals(0, run.status("upgrade --accept state-mismatch --raft-dir " + dir), run.err());
            assertEquals(0, run.status("rollback --raft-dir " + dir), run.err());
            String note = "note: the sled store has no entries since the import, # days before the existing store in "
                    + dir + " ends\n";
            assertTrue(run.err().replaceAll("\\d{4,} days", "# days").startsWith(note), run.err());
        }
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        Path dir = LegacyStores.inSled(golden("v001-20230518-openraft07-want"), scratch.resolve("raft"));
        TreeMap<String, String> before = Stores.tree(scratch);
        assertEquals(
                "read " + dir + ": 169 records, all checks pass\n"
                        + "build the new store next to " + dir + ", sync it, read it back, compare it\n"
                        + "move it to " + dir + ", which has no store\n",
                run.ok("upgrade --dry-run --raft-dir " + dir));
        assertTrue(run.err().endsWith("dry run: nothing was done\n"), run.err());
        assertEquals(before, Stores.tree(scratch));
    }

    /** A store with records that V004 cannot hold: they are counted and listed, and refused on request. */
    @Test
    void strictRefusesRecordsThatWouldBeDropped() throws IOException {
        List<String> lines = new ArrayList<>(golden("v001-20230518-openraft07-want"));
        lines.add("[\"state_machine/0\",{\"Sequences\":{\"key\":\"table_id\",\"value\":7}}]");
        Path dir = LegacyStores.inSled(lines, scratch.resolve("raft"));
        TreeMap<String, String> before = Stores.tree(scratch);
        String refusal = "metash: the store has records that V004 cannot hold\n"
                + "  where  " + dir + "\n"
                + "  why    1 Sequences/table_id\n"
                + "  next   to drop them, run the command without --strict\n";
        assertEquals(8, run.status("upgrade --strict --dry-run --raft-dir " + dir));
        assertEquals(refusal, run.err());
        assertEquals(8, run.status("upgrade --strict --raft-dir " + dir));
        assertEquals(refusal, run.err());
        assertEquals(before, Stores.tree(scratch));
        assertEquals(0, run.status("upgrade --raft-dir " + dir), run.err());
        assertTrue(
                run.err()
                        .contains(
                                "note: upgraded from data version V001 to V004; dropped, as V004 does not need them: 1"
                                        + " Initialized; LOST: 1 Sequences/table_id\n"),
                run.err());
    }

    /** A server of that release holds the lock of its database. */
    @Test
    void aRunningServerIsRefused() throws Exception {
        Path dir = LegacyStores.inSled(golden("v001-20230518-openraft07-want"), scratch.resolve("raft"));
        try (FileLock server = FileLock.acquire(dir.resolve("db"), false)) {
            assertTrue(server.held());
            TreeMap<String, String> before = Stores.tree(scratch);
            assertEquals(6, run.status("upgrade --raft-dir " + dir));
            assertTrue(run.err().contains("a server is running on this directory"), run.err());
            assertEquals(before, Stores.tree(scratch));
        }
    }

    /** After an interrupted upgrade to V004 the data of V003 is read, whatever exists of V004. */
    @Test
    void anInterruptedUpgradeIsCompletedFromTheOldData() throws IOException {
        List<String> v003 = golden("v003-20241104-metactl-want_exported_v003");
        Path dir = LegacyStores.v003(
                new ArrayList<>(v003.subList(1, v003.size())),
                scratch.resolve("raft"),
                SNAPSHOT,
                TestData.file("history/v003-20240627-metactl-want_snapshot_v003.rotbl"));
        Files.writeString(dir.resolve("df_meta/VERSION"), "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
        Path log = Files.createDirectories(dir.resolve("df_meta/V004/log"));
        Files.writeString(log.resolve("LOCK"), "");
        upgradesAndBack("V003", dir);
    }

    @Test
    void unreadableStoresAreRefusedAndUnchanged() throws IOException {
        Path dir = LegacyStores.inSled(golden("v001-20230518-openraft07-want"), scratch.resolve("raft"));
        Path db = dir.resolve("db");
        byte[] bytes = Files.readAllBytes(db);
        bytes[bytes.length / 2] ^= 1;
        Files.write(db, bytes);
        TreeMap<String, String> before = Stores.tree(scratch);
        assertEquals(3, run.status("upgrade --raft-dir " + dir));
        assertTrue(run.err().contains(db + " (byte "), run.err());
        assertEquals(before, Stores.tree(scratch));

        assertEquals(7, run.status("upgrade --raft-dir " + scratch.resolve("nowhere")));
        assertFalse(Files.exists(scratch.resolve("nowhere")));
    }
}
