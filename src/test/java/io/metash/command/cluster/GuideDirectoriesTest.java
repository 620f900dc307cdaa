package io.metash.command.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.files.FileLock;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The guide with Raft directories as its source: the choice, and the report on the others. */
class GuideDirectoriesTest extends GuideFixture {
    @Test
    void oneDirectoryIsLeft() throws IOException {
        Path left = scratch.resolve("left");
        new CommandRun().ok("import --raft-dir " + left + " --db " + SAMPLE);
        int[] p = freePorts(2);
        guide("3", left.toString(), "none", "", "127.0.0.1:" + p[0], "127.0.0.1:" + p[1], left.toString(), "1 node");
        shows("A backup of /base/left is now in /base/backup-of-node-1-T1-N0.83.ndjson.");
        shows("proved complete: it matches its manifest");
        shows("[1] > ");
        shows("node 1: the store in /base/left is moved to /base/left.metash-old-TIME; the new store replaces it");
        assertTrue(Stores.text(left).contains("\"configs\":[[1]]"));
        assertEquals(Files.readString(SAMPLE), Files.readString(scratch.resolve("backup-of-node-1-T1-N0.83.ndjson")));
    }

    @Test
    void theMostAdvancedOfSeveralDirectories() throws IOException {
        CommandRun run = new CommandRun();
        for (int id = 1; id <= 3; id++) {
            // Node 2 lacks the last entries and the snapshot, node 3 cannot be read.
            StringBuilder some = new StringBuilder();
            for (String line : Files.readAllLines(SAMPLE)) {
                boolean beyond =
                        line.matches(".*LogEntry.*\"index\":(8[0-3])\\},.*") || line.contains("state_machine/0");
                if (id != 2 || !beyond) {
                    some.append(line.replace("\"NodeId\":1", "\"NodeId\":" + id))
                            .append('\n');
                }
            }
            Path file = Files.writeString(scratch.resolve("b" + id + ".ndjson"), some);
            run.status("import --accept purged-ahead --accept log-starts-late --raft-dir " + scratch.resolve("d" + id)
                    + " --db " + file);
            assertTrue(Files.exists(scratch.resolve("d" + id)), run.err());
        }
        Files.write(
                scratch.resolve("d3/df_meta/V004/log/r-00_000_000_000_000_000_000.wal"), new byte[] {1, 2, 3, 4, 5, 6});
        // A wildcard does not match the previous stores that imports keep.
        try (var all = Files.list(scratch)) {
            assertTrue(all.anyMatch(path -> path.getFileName().toString().startsWith("d1.metash-journal-")));
        }
        leaves("4", scratch + "/d*", "none", "1 2 3", "back");
        assertFalse(screen().contains(".metash-journal-"), screen());
        leaves("4", scratch + "/d2 " + scratch + "/d1 " + scratch + "/d3", "none", "1 2 3", "back");
        shows("1     T1-N0.83        T1-N0.83   T1-N0.83  {1, 2, 3}  /base/d1\n2     T1-N0.79");
        shows("cannot be read: /base/d3: ");
        shows("The most advanced is node 1: its log goes to T1-N0.83, that of node 2 to T1-N0.79.");
        shows("These are 2 of the 3 voters, a majority: every acknowledged write is in the most advanced" + " one.");
        shows("A backup of /base/d1 is now in ");
    }

    /** Three stores with the same last entry, one of which has another value for a key. */
    @Test
    void directoriesWithTheSameLastLogIdAreComparedAndAskedFor() throws IOException {
        CommandRun run = new CommandRun();
        for (int id = 1; id <= 3; id++) {
            String text = Files.readString(SAMPLE)
                    .replaceAll("(?m)^.*\"LogEntry\".*\n", "")
                    .replaceAll("\"Purged\":.*", "\"Purged\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":83}}]")
                    .replace("\"NodeId\":1", "\"NodeId\":" + id);
            String key = "\"key\":\"__fd_table_id_to_name/14\",\"value\":{\"seq\":";
            assertTrue(text.contains(key), text);
            Path file = Files.writeString(
                    scratch.resolve("b" + id + ".ndjson"),
                    id < 3 ? text : text.replaceAll("(table_id_to_name/14\".*\"data\":\\[)", "$197,"));
            assertEquals(
                    0,
                    run.status("import --accept catalog --raft-dir " + scratch.resolve("d" + id) + " --db " + file),
                    run.err());
        }
        leaves("4", scratch + "/d3 " + scratch + "/d1 " + scratch + "/d2", "9", "1", "none", "1 2 3", "back");
        shows("node 3 and node 1 end at the same entry, T1-N0.83, but their states are not the same: 1 key differs:"
                + " __fd_table_id_to_name/14");
        shows("Which one is used? Their logs do not show which state is right");
        shows("Invalid answer: none of them is named 9");
        shows("The state of node 1 is used, as you chose.");
        shows("These are 3 of the 3 voters, a majority, but their states differ: it is unknown which of them holds"
                + " everything that was acknowledged.");
        shows("A backup of /base/d1 is now in ");
    }

    @Test
    void theDirectoryOfARunningServerIsRefused() throws IOException {
        Path left = scratch.resolve("left");
        new CommandRun().ok("import --raft-dir " + left + " --db " + SAMPLE);
        try (FileLock server = FileLock.acquire(left.resolve("df_meta/V004/log/LOCK"), true)) {
            assertTrue(server.held());
            leaves("3", left.toString());
        }
        shows("Invalid answer: a server is running on this directory, so its data still changes");
    }
}
