package io.metash;

import static io.metash.InProcess.ok;
import static io.metash.InProcess.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.backup.Manifest;
import io.metash.record.Failure;
import io.metash.testing.Processes;
import io.metash.testing.Program;
import io.metash.testing.RunResult;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decisions of src/docs/decisions.md that no other test covers; decision-tests.md lists all. */
class DecisionsTest {
    @TempDir
    Path scratch;

    private static List<String> sample() throws IOException {
        return new ArrayList<>(Files.readAllLines(TestData.file("peer/want_exported_v004")));
    }

    private Path file(List<String> lines) throws IOException {
        return Files.write(scratch.resolve("in-" + System.nanoTime() + ".ndjson"), lines);
    }

    /** Imports lines into a directory; returns the messages. */
    private String imported(Path dir, List<String> lines, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "import", "--raft-dir", dir.toString(), "--db", file(lines).toString()));
        words.addAll(Arrays.asList(more));
        return ok(words.toArray(String[]::new)).err();
    }

    private static int last(List<String> lines, String with) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).contains(with)) {
                return i;
            }
        }
        throw new AssertionError("no line with " + with);
    }

    private static List<String> snapshots(Path dir) throws IOException {
        try (var all = Files.list(dir.resolve("df_meta/V004/snapshot"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    /** Imports twice into one directory without a terminal: the second import keeps the previous store. */
    @Test
    void decision01_importAsksNothing() throws IOException {
        Path dir = scratch.resolve("raft");
        imported(dir, sample());
        String output = imported(dir, sample());
        assertTrue(output.contains("to undo: metash rollback --raft-dir " + dir), output);
        try (var all = Files.list(scratch)) {
            assertTrue(all.anyMatch(path -> path.getFileName().toString().startsWith("raft.metash-old-")));
        }
    }

    @Test
    void decision02_withoutStateNoSnapshot() throws IOException {
        Path dir = scratch.resolve("raft");
        List<String> logAlone = Files.readAllLines(TestData.file("real/rich.export.ndjson"));
        assertTrue(logAlone.stream().noneMatch(line -> line.startsWith("[\"state_machine")));
        imported(dir, logAlone);
        assertEquals(List.of(), snapshots(dir));
        assertEquals(logAlone, Stores.text(dir).lines().toList());
        imported(dir, logAlone, "--id", "7", "--initial-cluster", "7=h:1");
        assertEquals(1, snapshots(dir).size());
    }

    /** The log registers node 0, which is not in the new cluster: an appended entry removes it. */
    @Test
    void decision03_nodesThatTheLogRegistersAreRemoved() throws IOException {
        Path dir = scratch.resolve("raft");
        String output = imported(
                dir,
                Files.readAllLines(TestData.file("real/rich.export.ndjson")),
                "--id",
                "7",
                "--initial-cluster",
                "7=h:1");
        assertTrue(
                output.contains(
                        "note: the log registers node 0, which is not in the new cluster: appended an entry that"
                                + " removes it\n"),
                output);
        List<String> log = Stores.text(dir)
                .lines()
                .filter(line -> line.contains("{\"LogEntry\""))
                .toList();
        assertTrue(log.get(log.size() - 1).contains("{\"RemoveNode\":{\"node_id\":0}}"), log.get(log.size() - 1));
        assertTrue(log.get(log.size() - 2).contains("\"AddNode\":{\"node_id\":7,"), log.get(log.size() - 2));
    }

    @Test
    void decision06_unknownFieldsAreKeptOrReported() throws IOException {
        List<String> lines = sample();
        int entry = last(lines, "{\"LogEntry\"");
        int key = last(lines, "{\"GenericKV\"");
        lines.set(
                entry,
                lines.get(entry)
                        .replaceFirst("\"time_ms\"", "\"txid\":null,\"later\":{\"b\":1,\"a\":[2]},\"time_ms\""));
        lines.set(key, lines.get(key).replaceFirst("\"meta\":", "\"novel\":1,\"meta\":"));
        Path dir = scratch.resolve("raft");
        String output = imported(dir, lines);
        assertTrue(output.contains("note: unknown field 'later', 1 times: kept"), output);
        assertTrue(
                output.contains(
                        "note: unknown field 'novel' of a key's value dropped 1 times: a Raft directory cannot store"
                                + " it\n"),
                output);
        assertFalse(output.contains("txid"), output);
        String out = Stores.text(dir).lines().toList().get(entry);
        assertTrue(out.contains(",\"later\":{\"b\":1,\"a\":[2]}}"), out);
        assertFalse(out.contains("txid"), out);
        lines.set(entry, lines.get(entry).replace("\"txid\":null", "\"txid\":\"x\""));
        output = imported(dir, lines);
        assertTrue(output.contains("unknown field 'txid', 1 times"), output);
        assertTrue(Stores.text(dir).contains("\"txid\":\"x\""));
        // From text to text without loss.
        Path copy = scratch.resolve("copy.ndjson");
        ok("-c", "connect '" + file(lines) + "' as it; export '" + copy + "'");
        assertTrue(Files.readString(copy).contains("\"novel\":1"));
    }

    @Test
    void decision07_marksLineEndsAndBlankLinesAreCounted() throws IOException {
        List<String> lines = sample();
        lines.add(5, "");
        lines.add(9, "");
        Path odd = scratch.resolve("odd.ndjson");
        Files.writeString(odd, "\ufeff" + String.join("\r\n", lines));
        Path dir = scratch.resolve("raft");
        RunResult ran = ok("import", "--raft-dir", dir.toString(), "--db", odd.toString());
        assertTrue(ran.err().contains("note: a byte order mark was skipped\n"), ran.err());
        assertTrue(ran.err().contains("note: " + (lines.size() - 1) + " lines end in CR LF\n"), ran.err());
        assertTrue(ran.err().contains("note: 2 blank lines were skipped\n"), ran.err());
        assertEquals(sample(), Stores.text(dir).lines().toList());
    }

    /**
     * Three voters: entries after committed are counted and not applied. With a single voter all entries are committed.
     */
    @Test
    void decision09_readingStopsAtCommitted() throws IOException {
        String set = "[\"raft_log\",{\"LogEntry\":{\"log_id\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":84},"
                + "\"payload\":{\"Normal\":{\"time_ms\":1667290974999,\"cmd\":{\"UpsertKV\":{\"key\":\"new\",\"seq\":{\"GE\":0},"
                + "\"value\":{\"Update\":[1]},\"value_meta\":null}}}}}}]";
        List<String> three = sample();
        three.add(last(three, "{\"LogEntry\"") + 1, set);
        Path dir = scratch.resolve("three");
        imported(dir, three);
        RunResult not = run("-c", "connect '" + dir + "'; get new");
        assertEquals(1, not.status(), not.err());
        assertTrue(not.err().contains("1 log entry past committed, T1-N0.84, is not applied"), not.err());
        List<String> one = new ArrayList<>(three);
        one.replaceAll(line -> line.contains("LastMembership") || line.contains("\"index\":8},\"payload\"")
                ? line.replace("[[1,2,3]]", "[[1]]")
                : line);
        assertFalse(one.equals(three));
        Path alone = scratch.resolve("alone");
        imported(alone, one);
        assertEquals(0, run("-c", "connect '" + alone + "'; get new").status());
    }

    /** Keys that expired by the time of the last entry are hidden and counted; the time can be set. */
    @Test
    void decision10_readingUsesTheTimeOfTheLastEntry() throws IOException {
        Path dir = scratch.resolve("raft");
        imported(dir, sample());
        String count = "ls -r -o raw";
        RunResult then = ok("-c", "connect '" + dir + "'; " + count);
        RunResult late = ok("-c", "connect '" + dir + "' --now 2030-01-01T00:00:00Z; " + count);
        RunResult snapshot = ok("-c", "connect --snapshot-only '" + dir + "'; " + count);
        assertEquals(71, snapshot.out().lines().count());
        assertEquals(68, late.out().lines().count(), late.err());
        assertTrue(late.err().contains("3 "), late.err());
        assertTrue(then.out().lines().count() > late.out().lines().count(), then.err());
    }

    @Test
    void decision11_incompleteDirectoriesAreRead() throws IOException {
        List<String> lines = sample();
        lines.removeIf(line -> line.contains("\"NodeId\""));
        Path dir = scratch.resolve("raft");
        Path withoutId = file(lines);
        ok("import", "--raft-dir", dir.toString(), "--db", withoutId.toString(), "--accept", "missing-node-id");
        assertEquals(
                "[\"raft_log\",{\"NodeId\":null}]",
                Stores.text(dir).lines().toList().get(1));
        Files.delete(dir.resolve("df_meta/VERSION"));
        RunResult missing = ok("export", "--raft-dir", dir.toString());
        assertTrue(missing.err().contains("VERSION is missing; assumed V004 because there is a log in V004"));
        Path empty = scratch.resolve("empty");
        Files.createDirectories(empty.resolve("df_meta/V004/log"));
        RunResult none = ok("export", "--raft-dir", empty.toString());
        assertTrue(none.err().contains("empty store: no log entries and no snapshot"), none.err());
        Files.writeString(dir.resolve("df_meta/VERSION"), "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
        RunResult half = ok("export", "--raft-dir", dir.toString());
        assertTrue(half.err().contains("VERSION reports an unfinished upgrade from V003 to V004"), half.err());
        Path db = file(sample());
        assertEquals(
                6,
                run("import", "--raft-dir", dir.toString(), "--db", db.toString())
                        .status());
        ok("import", "--raft-dir", dir.toString(), "--db", db.toString(), "--yes-i-mean", "raft");
    }

    /** A server replaces the snapshot again and again while the directory is read. */
    @Test
    void decision11_aVanishingSnapshotIsReadAgain() throws Exception {
        Path dir = scratch.resolve("raft");
        imported(dir, sample());
        String expected = Stores.text(dir);
        Path directory = dir.resolve("df_meta/V004/snapshot");
        AtomicBoolean stop = new AtomicBoolean();
        Thread server = new Thread(() -> {
            long time = 1_900_000_000_000L;
            try {
                while (!stop.get()) {
                    Path old;
                    try (var all = Files.list(directory)) {
                        old = all.findFirst().orElseThrow();
                    }
                    Path part = directory.resolve("part.tmp");
                    Files.copy(old, part, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(part, directory.resolve("1-0-83-" + time++ + ".snap"));
                    Files.delete(old);
                    Thread.sleep(5);
                }
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
        server.start();
        try {
            int read = 0;
            for (int i = 0; i < 60; i++) {
                try {
                    assertEquals(expected, Stores.text(dir));
                    read++;
                } catch (Failure e) {
                    // On a busy machine the snapshot may vanish each time; the only effect is an error.
                    assertEquals("files of this store disappear while they are read", e.what());
                }
            }
            assertTrue(read > 0, read + " of 60 times");
        } finally {
            stop.set(true);
            server.join();
        }
    }

    @Test
    void decision14_devicesPipesLinksAndPackedFiles() throws Exception {
        Path dir = scratch.resolve("raft");
        imported(dir, sample());
        String text = Stores.text(dir);
        // A pipe is written directly.
        Path pipe = scratch.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Path read = scratch.resolve("read");
        Process cat = new ProcessBuilder("timeout", "60", "cat", pipe.toString())
                .redirectOutput(read.toFile())
                .start();
        ok("export", "--raft-dir", dir.toString(), "--db", pipe.toString());
        assertTrue(cat.waitFor(60, TimeUnit.SECONDS));
        assertEquals(text, Files.readString(read));
        assertFalse(Files.exists(Manifest.nameFor(pipe)));
        assertFalse(Files.isRegularFile(pipe));
        // A link remains a link; its target is replaced.
        Path real = Files.createDirectory(scratch.resolve("elsewhere")).resolve("real.ndjson");
        Files.writeString(real, "old");
        Path link = Files.createSymbolicLink(scratch.resolve("link.ndjson"), real);
        ok("export", "--raft-dir", dir.toString(), "--db", link.toString());
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(text, Files.readString(real));
        // Compressed by the suffix, decompressed by the content.
        for (String suffix : List.of(".gz", ".zst")) {
            Path packed = scratch.resolve("backup.ndjson" + suffix);
            ok("export", "--raft-dir", dir.toString(), "--db", packed.toString(), "--no-manifest");
            assertTrue(Files.size(packed) < text.length() / 4);
            Path renamed = Files.move(packed, scratch.resolve("plain-by-name" + suffix.substring(1)));
            Path again = scratch.resolve("again" + suffix);
            ok("import", "--raft-dir", again.toString(), "--db", renamed.toString());
            assertEquals(text, Stores.text(again));
        }
    }

    /** The digest of a store is that of its export in the newest form, whatever its compression and origin. */
    @Test
    void decision16_theDigestOfAStore() throws IOException, NoSuchAlgorithmException {
        Path dir = scratch.resolve("raft");
        imported(dir, Files.readAllLines(TestData.file("peer/meta_v003.txt")));
        Path packed = scratch.resolve("backup.ndjson.zst");
        ok("export", "--raft-dir", dir.toString(), "--db", packed.toString());
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(Files.readAllBytes(TestData.file("peer/want_exported_v004")));
        assertEquals(HexFormat.of().formatHex(digest), Manifest.of(packed).textSha256());
    }

    /** Incompressible values of 1 MiB, with the 64 MB heap of every streaming command. */
    @Test
    void decision17_valuesOfOneMebibyteNeedLittleMemory() throws IOException, InterruptedException {
        Random random = new Random(17);
        List<String> lines = sample();
        // No log entry writes the keys added below, so all entries are purged: they are in the snapshot.
        lines.removeIf(line -> line.contains("\"LogEntry\""));
        lines.replaceAll(line -> line.contains("\"Purged\"") ? line.replace("\"index\":1}", "\"index\":83}") : line);
        lines.replaceAll(
                line -> line.contains("\"Sequences\"") ? line.replace("\"value\":159", "\"value\":900") : line);
        for (int i = 0; i < 12; i++) {
            StringBuilder line = new StringBuilder("[\"state_machine/0\",{\"GenericKV\":{\"key\":\"zz"
                    + (char) ('a' + i) + "\",\"value\":{\"seq\":" + (500 + i) + ",\"meta\":null,\"data\":[");
            for (int b = 0; b < 1 << 20; b++) {
                line.append(b == 0 ? "" : ",").append(random.nextInt(256));
            }
            lines.add(line.append("]}}}]").toString());
        }
        Path db = file(lines);
        Path dir = scratch.resolve("raft");
        Path copy = scratch.resolve("copy.ndjson");
        for (List<String> words : List.of(
                List.of("import", "--raft-dir", dir.toString(), "--db", db.toString()),
                List.of("export", "--raft-dir", dir.toString(), "--db", copy.toString()))) {
            List<String> command = new ArrayList<>(Program.command(words.toArray(String[]::new)));
            command.add(1, "-Xmx64m");
            Processes.ok(command);
        }
        assertEquals(-1, Files.mismatch(db, copy));
    }
}
