package io.metash;

import static io.metash.InProcess.ok;
import static io.metash.InProcess.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.backup.BackupFile;
import io.metash.backup.Manifest;
import io.metash.files.Disk;
import io.metash.files.FileLock;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.testing.PlantedSecrets;
import io.metash.testing.Processes;
import io.metash.testing.RunResult;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** verify, diff, doctor, explain-membership and the shelf as commands: whole outputs and statuses. */
class TrustCommandsTest {
    /** The value of a user u1 with rights on table 10 and on database 1. */
    private static final String USER_WITH_GRANTS =
            "10,2,117,49,34,70,10,31,10,21,58,13,10,7,100,101,102,97,117,108,116,16,1,24,10,160,6,69,168,6,24,16,2,160,6,69,"
                    + "168,6,24,10,29,10,19,50,11,10,7,100,101,102,97,117,108,116,16,1,160,6,69,168,6,24,16,2,160,6,69,168,6,24,"
                    + "160,6,69,168,6,24,160,6,69,168,6,24";

    private static final long DAY_MS = 86_400_000;

    @TempDir
    Path scratch;

    private Path sample;
    private Path backup;
    private Path raft;

    @BeforeEach
    void files() throws IOException {
        sample = TestData.file("peer/want_exported_v004");
        raft = scratch.resolve("raft");
        backup = scratch.resolve("backup.ndjson");
        ok("import", "--raft-dir", raft.toString(), "--db", sample.toString());
        ok("export", "--raft-dir", raft.toString(), "--db", backup.toString());
    }

    @Test
    void importReportsAProvedInputOrRefusesIt() throws IOException {
        String target = scratch.resolve("other").toString();
        assertTrue(ok("import", "--raft-dir", target, "--db", backup.toString())
                .err()
                .contains("complete: proved by its manifest, backup.ndjson.manifest\n"));
        byte[] whole = Files.readAllBytes(backup);
        Files.write(backup, java.util.Arrays.copyOf(whole, whole.length - 500));
        RunResult cut = run("import", "--raft-dir", target, "--db", backup.toString());
        assertEquals(4, cut.status());
        assertTrue(
                cut.err().startsWith("metash: the file is incomplete: it has 113472 bytes, its manifest has 113972\n"));
        whole[87_562] ^= 1;
        Files.write(backup, whole);
        assertEquals(
                3,
                run("import", "--raft-dir", target, "--db", backup.toString()).status());
    }

    /** init-cluster too checks every byte against the manifest, and changes nothing on a mismatch. */
    @Test
    void initClusterReportsAProvedBackupOrRefusesIt() throws IOException {
        String node = "1=127.0.0.1:28103=" + scratch.resolve("one");
        byte[] whole = Files.readAllBytes(backup);
        int letter = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("localhost");
        whole[letter] ^= 1;
        Files.write(backup, whole);
        RunResult flipped = run("init-cluster", "--db", backup.toString(), "--node", node);
        assertEquals(3, flipped.status(), flipped.err());
        assertTrue(flipped.err().contains("the file is damaged: it does not match its manifest"), flipped.err());
        assertFalse(Files.exists(scratch.resolve("one")));
        whole[letter] ^= 1;
        Files.write(backup, whole);
        String two = "2=127.0.0.1:28104=" + scratch.resolve("two");
        assertTrue(ok("init-cluster", "--db", backup.toString(), "--node", node, "--node", two)
                .err()
                .contains("complete: proved by its manifest, backup.ndjson.manifest\n"));
    }

    @Test
    void verifyPrintsOneOfFourGrades() throws IOException {
        String holds = "  holds   82 log entries (T1-N0.2 to T1-N0.83); 71 keys as of T1-N0.83; nodes"
                + " 1=localhost:28103 2=localhost:28203 3=localhost:28303";
        List<String> proved = ok("verify", backup.toString()).out().lines().toList();
        assertEquals(backup + ": proved", proved.get(0));
        assertEquals(holds, proved.get(3));
        RunResult unproved = ok("verify", sample.toString());
        assertEquals(
                List.of(
                        sample + ": consistent, completeness unproved",
                        "  what    it is consistent, but its completeness is unproved",
                        holds,
                        "  sha256  fa23b58c166dce9460fb674801a87c39d71b1ae77a6adaa0ef2e86b242aab044",
                        "  found   state confirmed by the log: 68 of 71 keys"),
                unproved.out().lines().toList());
        assertEquals(4, run("verify", "--require-proof", sample.toString()).status());
        assertEquals(0, run("verify", "--require-proof", backup.toString()).status());
        assertEquals(0, run("verify", raft.toString()).status());
        assertEquals(
                ok("verify", backup.toString()).out(),
                ok("verify", backup.toString(), backup + ".manifest").out());
        assertEquals(4, run("verify", "--require-proof", raft.toString()).status());
        byte[] whole = Files.readAllBytes(backup);
        whole[87_562] ^= 1;
        Files.write(backup, whole);
        RunResult damaged = run("verify", backup.toString());
        assertEquals(3, damaged.status());
        assertTrue(damaged.out()
                .startsWith(backup + ": damaged at byte 87562, line 101\n"
                        + "  what    one byte is wrong: it is '1' (0x31) and was '0' (0x30)\n"));
        assertEquals(3, run("verify", backup.toString(), sample.toString()).status());
        assertEquals(7, run("verify", scratch.resolve("none").toString()).status());
    }

    /** A grant on a dropped table is reported and is not damage; a missing object that a name record refers to is. */
    @Test
    void verifyReportsDanglingReferences() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(sample));
        // A user u1 with rights on table 10 and on database 1.
        lines.add(
                "[\"state_machine/0\",{\"GenericKV\":{\"key\":\"__fd_users/t/%27u1%27%40%27%25%27\",\"value\":{\"seq\":1,"
                        + "\"meta\":null,\"data\":[" + USER_WITH_GRANTS + "]}}}]");
        Path users = scratch.resolve("users.ndjson");
        Files.write(users, lines);
        RunResult ran = ok("verify", users.toString());
        assertEquals(
                "  found   missing, though granted to a user or a role: table 10; grants remain after a drop; they"
                        + " have no effect;"
                        + " very many of them may mean that keys are missing",
                ran.out().lines().skip(5).findFirst().orElse(ran.out()));
        lines.removeIf(line -> line.contains("\"GenericKV\":{\"key\":\"__fd_database_by_id/1\""));
        Files.write(users, lines);
        RunResult lost = run("verify", users.toString());
        // The log still holds the entry that wrote the key, so this is damage.
        assertEquals(3, lost.status(), lost.out());
        assertTrue(lost.out().contains("database 1 has a name, but no __fd_database_by_id/1"), lost.out());
        assertTrue(
                lost.out().contains("missing, though granted to a user or a role: database 1, table 10;"), lost.out());
    }
    /** References are checked in the state with the log applied, and all of them can be listed. */
    @Test
    void doctorChecksReferencesWithTheLogApplied() throws IOException {
        Path export = PlantedSecrets.export(scratch.resolve("logged.ndjson"));
        // Only the log has the user, with a right on table 10.
        Files.writeString(
                export, Files.readString(export).replaceFirst("(%27v%27[^\\[]*\\[)[0-9,]+", "$1" + USER_WITH_GRANTS));
        assertFalse(ok("verify", export.toString()).out().contains("missing, though"));
        String found = run("doctor", export.toString()).out();
        assertTrue(found.contains(". missing, though granted to a user or a role: database 1, table 10\n"), found);
        String users = TestData.file("real/rich-users.raft").toString();
        String some = ok("doctor", users).out();
        assertTrue(some.contains(", table 157, and 14 more\n"), some);
        assertTrue(some.contains("\n     type: metash doctor --all " + users + "\n"), some);
        String all = ok("doctor", "--all", users).out();
        assertTrue(all.contains(", table 157, table 163, ") && all.contains(", table 241\n"), all);
    }

    @Test
    void backupsReportsAnEmptyShelf() throws IOException {
        RunResult ran =
                ok("backups", Files.createDirectory(scratch.resolve("shelf")).toString());
        assertEquals("0 records\nnote: there are no backups here; 'backup --to' makes the first one\n", ran.err());
        assertEquals("", ran.out());
    }

    @Test
    void diffComparesAnyTwoStores() throws IOException {
        RunResult equal = ok("diff", backup.toString(), raft.toString());
        assertEquals("", equal.out());
        assertEquals(
                List.of(
                        "equal: A is " + backup + ", B is " + raft,
                        "  keys: no difference (71 keys in A, 71 in B)",
                        "  nodes: no difference",
                        "  membership: no difference",
                        "  log: no difference"),
                equal.err().lines().toList());
        List<String> lines = new ArrayList<>(Files.readAllLines(backup));
        String key = lines.get(100);
        assertTrue(key.contains("\"seq\":140,"), key);
        // The sequence number of the key that is removed below; it is unique.
        lines.set(100, key.replace("\"seq\":140,", "\"seq\":103,"));
        String gone = lines.remove(120);
        lines.remove(lines.size() - 1);
        lines.add(
                "[\"state_machine/0\",{\"GenericKV\":{\"key\":\"zz\",\"value\":{\"seq\":3,\"meta\":null,\"data\":[7]}}}]");
        Path other = scratch.resolve("other.ndjson");
        Files.write(other, lines);
        RunResult different = run("diff", raft.toString(), other.toString(), "-o", "csv");
        assertEquals(1, different.status());
        List<String> rows = different.out().lines().toList();
        assertEquals("name,change,part,a,b,value", rows.get(0));
        assertEquals("__fd_database_by_id/1,changed,keys,\"seq 140, 72 bytes\",\"seq 103, 72 bytes\",", rows.get(1));
        assertEquals(5, rows.size(), different.out());
        String goneKey = gone.substring(gone.indexOf("\"key\":\"") + 7, gone.indexOf("\",\"value\""));
        assertTrue(rows.get(2).startsWith(goneKey + ",removed,keys,"), rows.get(2));
        assertEquals("zz,added,keys,,\"seq 3, 1 bytes\",Bw==", rows.get(4));
        assertEquals(
                0,
                run("diff", "--only", "nodes,membership,log", raft.toString(), other.toString())
                        .status());
        Path moved = moved();
        RunResult cluster = run("diff", backup.toString(), moved.toString(), "-o", "raw");
        assertEquals(1, cluster.status());
        assertEquals("membership\nnode 1\nnode 2\nnode 3\nentries T1-N0.84 to T1-N0.85\n", cluster.out());
    }

    /** A store of one node, made of the backup. */
    private Path moved() {
        Path moved = scratch.resolve("moved");
        ok(
                "import",
                "--raft-dir",
                moved.toString(),
                "--db",
                backup.toString(),
                "--id",
                "1",
                "--initial-cluster",
                "1=h:1");
        return moved;
    }

    @Test
    void explainMembershipShowsTheOriginOfAddresses() throws IOException {
        Path moved = moved();
        Path config = scratch.resolve("databend-meta.toml");
        Files.writeString(
                config,
                "grpc_api_address = \"0.0.0.0:9191\"\n[raft_config]\nid = 2\nraft_api_port = 28103\n"
                        + "raft_advertise_host = \"meta-1\"\nsingle = true\n");
        RunResult ran = ok("explain-membership", moved.toString(), "--config", config.toString(), "-o", "csv");
        assertEquals(
                List.of(
                        "of,says,source,counts",
                        "this node,id 1,log state,yes",
                        "this node,id 2," + config + ",no: the stored id wins silently",
                        "membership,voters 1,\"snapshot, set by log entry T1-N0.83\",no: a later one replaces it",
                        "membership,voters 1,log entry T1-N0.84,yes",
                        "node 1,h:1,\"snapshot, set by log entry T1-N0.2\",no: a later one replaces it",
                        "node 1,h:1,log entry T1-N0.85,yes",
                        "node 1,meta-1:28103," + config
                                + ",\"after the start, once there is a leader: the node registers it\""),
                ran.out().lines().toList());
    }

    @Test
    void doctorNumbersItsFindingsAndRemovesLeftovers() throws IOException {
        Path left = scratch.resolve("raft.metash-new-dead");
        Files.createDirectories(left.resolve("df_meta"));
        Files.write(left.resolve("df_meta/VERSION"), new byte[10]);
        RunResult ran = run("doctor", raft.toString());
        assertEquals(1, ran.status(), ran.out());
        assertTrue(
                ran.out()
                        .contains("1. to do: left over from a killed import, unused: " + left + " (10 B)\n"
                                + "     type: metash doctor --clean " + raft + "\n"),
                ran.out());
        assertTrue(ran.out().contains("the cluster has 3 voters: 2 of them must be up"), ran.out());
        assertEquals(
                "remove " + left + " (10 B)\n",
                ok("doctor", "--clean", "--dry-run", raft.toString()).out());
        assertTrue(Files.exists(left));
        ok("doctor", "--clean", raft.toString());
        assertFalse(Files.exists(left));
        assertEquals(
                "nothing to clean\n", ok("doctor", "--clean", raft.toString()).err());
        assertEquals(0, run("doctor", raft.toString()).status());
    }

    private String doctor(int status) {
        RunResult ran = run("doctor", raft.toString());
        assertEquals(status, ran.status(), ran.out() + ran.err());
        return ran.out().replace(raft.toString(), "RAFT").replaceAll("\\d+-\\d+-\\d+-\\d+\\.snap", "SNAP");
    }

    private static void flip(Path file, double where) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (bytes.length * where)] ^= 1;
        Files.write(file, bytes);
    }

    /** What a read of a directory reports in each of its states: each finding once, with the right command. */
    @Test
    void doctorOnADirectoryInEachState() throws IOException {
        String voters = "the cluster has 3 voters: 2 of them must be up before it answers (1=localhost:28103, gRPC"
                + " 0.0.0.0:9191, 2=localhost:28203, gRPC 0.0.0.0:28202, 3=localhost:28303, gRPC 0.0.0.0:28302)\n"
                + "     this node alone cannot elect a leader\n";
        String rebuild =
                "     type: metash init-cluster   (only when the others are lost: makes a new cluster of this store)\n";
        Path log = raft.resolve("df_meta/V004/log");
        try (var kept = Files.list(scratch)) {
            for (Path journal : kept.filter(f -> f.getFileName().toString().startsWith("raft.metash-journal"))
                    .toList()) {
                Disk.real().deleteTree(journal);
            }
        }
        assertEquals("RAFT: consistent, completeness unproved\n1. " + voters + rebuild, doctor(0));
        try (FileLock server = FileLock.acquire(log.resolve("LOCK"), true)) {
            assertTrue(server.held());
            String running = doctor(0).replaceAll("process \\d+ \\([^)]*\\)", "process N");
            assertEquals(
                    "RAFT: consistent, completeness unproved\n"
                            + "1. a server is running on this directory: process N; its log was read up to T1-N0.83\n"
                            + "     it can be read and exported, but not replaced\n"
                            + "2. "
                            + voters,
                    running);
            try (FileLock command =
                    FileLock.tryLock(scratch.resolve("raft.metash-lock")).orElseThrow()) {
                assertTrue(command.held());
                assertEquals(
                        "RAFT: consistent, completeness unproved\n"
                                + "1. another metash command is working on this directory: process N; its log was read"
                                + " up to T1-N0.83\n"
                                + "     it can be read and exported; wait until that command ends before changing it\n"
                                + "2. "
                                + voters,
                        doctor(0).replaceAll("process \\d+ \\([^)]*\\)", "process N"));
            }
            Files.delete(scratch.resolve("raft.metash-lock"));
        }
        Path version = raft.resolve("df_meta/VERSION");
        String header = Files.readString(version);
        Files.writeString(version, "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
        assertEquals(
                "RAFT: incomplete\n"
                        + "1. to do: incomplete: an upgrade from V003 to V004 was interrupted\n"
                        + "     a server that starts here deletes df_meta/V004 and restarts the upgrade from the rest of"
                        + " V003: copy the whole directory before starting a server\n"
                        + "     type: cp -a RAFT RAFT.copy   (before anything is started)\n"
                        + "2. "
                        + voters + rebuild,
                doctor(4));
        assertTrue(run("explain-membership", raft.toString())
                .err()
                .contains("note: VERSION reports an unfinished upgrade from V003 to V004"));
        Files.writeString(version, header);
        Path wal = log.resolve("r-00_000_000_000_000_000_000.wal");
        byte[] whole = Files.readAllBytes(wal);
        Files.write(wal, java.util.Arrays.copyOf(whole, whole.length + 700));
        assertEquals(
                "RAFT: consistent, completeness unproved\n"
                        + "1. the log ends in an unfinished write: 700 bytes of zeros from byte " + whole.length
                        + " of r-00_000_000_000_000_000_000.wal are ignored, as by a server\n2. " + voters
                        + rebuild,
                doctor(0));
        String save = "     type: metash import --raft-dir RAFT --db BACKUP   (the damaged store is kept), or without a"
                + " backup: metash export --raft-dir RAFT --salvage --db FILE\n";
        Files.write(wal, whole);
        flip(wal, 0.5);
        String damaged = doctor(3);
        assertTrue(damaged.startsWith("RAFT: damaged\n1. to do: damaged at byte "), damaged);
        assertTrue(damaged.endsWith(save), damaged);
        assertFalse(damaged.contains("\n2. "), damaged);
        Files.write(wal, whole);
        Path snap;
        try (var files = Files.list(raft.resolve("df_meta/V004/snapshot"))) {
            snap = files.findFirst().orElseThrow();
        }
        flip(snap, 0.3);
        damaged = doctor(3);
        assertTrue(
                damaged.startsWith("RAFT: damaged\n1. to do: damaged at byte 36: the snapshot is damaged, in"
                        + " RAFT/df_meta/V004/snapshot/SNAP (byte 36)\n     the checksum of a block is "),
                damaged);
        assertTrue(damaged.endsWith(save), damaged);
        assertFalse(damaged.contains("\n2. "), damaged);
    }

    @Test
    void doctorCleanFinishesAnInterruptedExchange() throws IOException {
        ok("import", "--raft-dir", raft.toString(), "--db", backup.toString());
        Path kept;
        try (var files = Files.list(scratch)) {
            kept = files.filter(f -> Files.isDirectory(f.resolve("df_meta"))
                            && f.getFileName().toString().startsWith("raft.metash-old-"))
                    .findFirst()
                    .orElseThrow();
        }
        Path unsettled = scratch.resolve("raft.metash-new-cut");
        Files.move(kept, unsettled);
        String cut = "finish an interrupted swap of two stores: " + unsettled;
        RunResult ran = ok("doctor", "--clean", raft.toString());
        assertTrue(ran.err().contains(cut), ran.err());
        assertTrue(
                ran.err().contains("finished an interrupted import of this directory; the store it replaced is in "),
                ran.err());
        try (var files = Files.list(scratch)) {
            assertEquals(
                    1,
                    files.filter(f -> Files.isDirectory(f.resolve("df_meta"))
                                    && f.getFileName().toString().startsWith("raft.metash-old-"))
                            .count());
        }
    }

    @Test
    void backupExportsVerifiesAndNamesTheFile() throws IOException {
        Path shelf = scratch.resolve("shelf");
        assertEquals(
                0,
                run("backup", "--raft-dir", raft.toString(), "--cluster", "prod", "--to", shelf.toString(), "--dry-run")
                        .status());
        assertFalse(Files.exists(shelf));
        RunResult ran = ok("backup", "--raft-dir", raft.toString(), "--cluster", "prod", "--to", shelf.toString());
        Path made = Path.of(ran.out().strip());
        assertTrue(made.getFileName().toString().matches("prod-\\d{8}T\\d{6}Z\\.ndjson"), ran.out());
        assertEquals("prod", Manifest.of(made).source().cluster());
        assertEquals(0, run("verify", "--require-proof", made.toString()).status());
        RunResult packed = ok("backup", "--raft-dir", raft.toString(), "--to", shelf.toString(), "--pack", "zst");
        assertTrue(packed.out().contains("/localhost-28103-"), packed.out());
        Files.copy(sample, shelf.resolve("plain.ndjson"));
        List<String> rows =
                ok("backups", shelf.toString(), "-o", "csv").out().lines().toList();
        assertEquals(4, rows.size());
        assertTrue(rows.get(1).startsWith("plain.ndjson,,"), rows.get(1));
        assertTrue(rows.get(1).endsWith(",113972,\"consistent, unproved\","), rows.get(1));
        assertTrue(rows.get(2).endsWith(",proved,T1-N0.83"), rows.get(2));
        Files.write(made, new byte[10]);
        assertEquals(4, run("backups", shelf.toString(), "--quick").status());
    }

    @Test
    void pruneKeepsDaysAndWeeksOfEachClusterIfTheyAreProved() throws IOException {
        Path shelf = Files.createDirectory(scratch.resolve("shelf"));
        long now = 1_795_000_000_000L;
        for (int day = 0; day < 40; day++) {
            shelved(shelf, "a", now - day * DAY_MS);
        }
        shelved(shelf, "a", now - 3_600_000);
        shelved(shelf, "b", now - 400 * DAY_MS);
        Files.copy(sample, shelf.resolve("unproved.ndjson"));
        String[] plan = {"backups", "prune", shelf.toString(), "--keep-daily", "7", "--keep-weekly", "4", "--dry-run"};
        RunResult dry = ok(plan);
        // 7 days, then the newest of each of the 4 weeks that those days do not cover, and the only one of b.
        long kept = dry.err().lines().filter(line -> line.startsWith("keep ")).count();
        long removed = dry.out().lines().count();
        assertEquals(42, kept + removed);
        assertTrue(kept >= 7 + 2 + 1 && kept <= 7 + 3 + 1, "kept " + kept);
        assertTrue(dry.err().contains("leave   unproved.ndjson"), dry.err());
        assertTrue(dry.err().contains("keep    b-0.ndjson") || dry.err().contains("keep    b-"), dry.err());
        String[] real = {"backups", "prune", shelf.toString(), "--keep-daily", "7", "--keep-weekly", "4"};
        RunResult refused = run(real);
        assertEquals(6, refused.status(), refused.err());
        assertEquals(43, count(shelf));
        Path newest = shelf.resolve("a-" + now + ".ndjson");
        byte[] whole = Files.readAllBytes(newest);
        whole[1000] ^= 1;
        Files.write(newest, whole);
        RunResult damaged = run(join(real, "--yes-i-mean", "shelf"));
        assertEquals(3, damaged.status(), damaged.err());
        assertEquals(43, count(shelf));
        whole[1000] ^= 1;
        Files.write(newest, whole);
        RunResult done = ok(join(real, "--yes-i-mean", "shelf"));
        assertEquals(43 - removed, count(shelf));
        assertEquals(
                dry.out()
                        .lines()
                        .map(line -> line.replaceFirst("^\\d+\\. ", ""))
                        .toList(),
                done.err()
                        .lines()
                        .filter(line -> line.matches("\\d+\\. remove .*"))
                        .map(line -> line.replaceFirst("^\\d+\\. ", ""))
                        .toList());
        assertEquals(0, run("verify", "--require-proof", newest.toString()).status());
    }

    private static String[] join(String[] words, String... more) {
        String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    private static long count(Path shelf) throws IOException {
        try (var files = Files.list(shelf)) {
            return files.filter(f -> !f.toString().endsWith(Manifest.SUFFIX)).count();
        }
    }

    private void shelved(Path shelf, String cluster, long timeMs) throws IOException {
        try (NdjsonSource source = NdjsonSource.open(sample);
                BackupFile file =
                        BackupFile.begin(shelf.resolve(cluster + "-" + timeMs + ".ndjson"), Disk.real(), true)) {
            new Pump(source, List.of(), file.sink(), Progress.NONE, new Cancel()).run();
            file.commit("dir", "/raft", cluster, timeMs);
        }
    }

    /** The command as cron calls it, many files at a time: every flip ends with status 3 and reports its byte. */
    @Tag("slow")
    @Test
    void aThousandFlipsThroughTheCommandAreFound() throws IOException, InterruptedException {
        byte[] whole = Files.readAllBytes(backup);
        Random random = new Random(11);
        int found = 0;
        for (int batch = 0; batch < 20; batch++) {
            List<String> words = new ArrayList<>(List.of("scripts/metash", "verify"));
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Path file = scratch.resolve("flip-" + i + ".ndjson");
                byte[] flipped = whole.clone();
                int at = random.nextInt(whole.length);
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, flipped);
                Files.copy(
                        Manifest.nameFor(backup),
                        Manifest.nameFor(file),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                words.add(file.toString());
                expected.add(file + ": damaged at byte " + at + ", line ");
            }
            RunResult result = Processes.run(words);
            String out = result.out();
            assertEquals(3, result.status());
            for (String line : expected) {
                assertTrue(out.contains(line), line + " is not in\n" + out);
                found++;
            }
        }
        System.out.println("proved backup, flips through the command: " + found + " of 1000 found");
        assertEquals(1000, found);
    }
}
