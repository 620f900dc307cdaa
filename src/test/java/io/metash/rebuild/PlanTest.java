package io.metash.rebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.backup.BackupFile;
import io.metash.backup.Manifest;
import io.metash.files.Disk;
import io.metash.files.FileLock;
import io.metash.ndjson.NdjsonSource;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.Sha256;
import io.metash.storage.StoredFile;
import io.metash.testing.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan as a file: created, read, applied on one host or on several, resumed, rolled back, verified. */
class PlanTest {
    @TempDir
    Path scratch;

    private static List<String> lines(List<PreflightFinding> findings) {
        return findings.stream()
                .map(f -> f.level().word() + " " + f.check() + ": " + f.text())
                .toList();
    }

    private List<PreflightFinding> preflight(Path file, Long only) throws IOException {
        return Plans.run(file, only, Disk.real()).preflight(true, Progress.NONE, new Cancel());
    }

    private List<PreflightFinding> verify(Path file) throws IOException {
        return Plans.run(file, Disk.real()).verify(Progress.NONE, new Cancel());
    }

    @Test
    void describesTheBackupAndTheExpectedResult() throws IOException {
        RebuildPlan plan = Plans.three(scratch);
        assertEquals(List.of(1L, 2L, 3L), plan.backup().voters());
        assertEquals("localhost:28103", plan.backup().nodes().get(0).raft());
        assertEquals("T1-N0.83", plan.backup().lastApplied());
        assertEquals("T1-N0.84", plan.expected().newLogId());
        assertEquals(68, plan.expected().keys());
        assertEquals(3, plan.expected().expiring());
        assertEquals(1, plan.backup().databases());
        // Three more keys belong to tables in dropped databases.
        assertEquals(8, plan.backup().tables());
        assertEquals(0, plan.backup().uncommitted());
        assertEquals("3 nodes", plan.confirmation());
        // The sum covers the lines of the export, so it can be reproduced with grep and sha256sum.
        StringBuilder keys = new StringBuilder();
        Files.readAllLines(Plans.BACKUP).stream()
                .filter(line -> line.contains("\"GenericKV\"") && !line.contains("expire_at"))
                .forEach(line -> keys.append(line.replace("\"meta\":{}", "\"meta\":null"))
                        .append('\n'));
        assertEquals(
                Sha256.of(keys.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                plan.expected().keySha256());
    }

    @Test
    void aPlanRoundTripsAndAChangedOneIsRefused() throws IOException {
        Path file = Plans.file(scratch);
        RebuildPlan plan = RebuildPlan.read(file);
        assertEquals(plan, RebuildPlan.read(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String text = Files.readString(file);
        Files.writeString(file, text.replace("18101", "18102"));
        assertEquals(
                "this plan was changed after it was made, or is damaged",
                assertThrows(Failure.class, () -> RebuildPlan.read(file)).what());
        Files.writeString(file, text.replace("\"metash_plan\": 1", "\"metash_plan\": 2"));
        assertEquals(
                ExitStatus.VERSION,
                assertThrows(Failure.class, () -> RebuildPlan.read(file)).status());
        for (int cut = 0; cut < text.length() - 2; cut += 97) {
            Files.writeString(file, text.substring(0, cut));
            assertThrows(Failure.class, () -> RebuildPlan.read(file));
        }
    }

    @Test
    void allNodesOfOneHost() throws IOException {
        String old = Files.readString(Plans.OLD);
        Imports.run(scratch.resolve("n2"), old);
        Path file = Plans.file(scratch);
        PlanRun run = Plans.run(file, Disk.real());
        assertFalse(run.hasStarted());
        run.apply(Plans.SILENT, new Cancel());
        assertTrue(run.hasStarted());
        for (int id = 1; id <= 3; id++) {
            assertEquals(Plans.expected(id), Stores.text(scratch.resolve("n" + id)));
        }
        assertEquals(
                List.of(
                        "ok node 1: " + scratch.toRealPath() + "/n1 matches the plan: 74 rows, log to T1-N0.87",
                        "ok node 2: " + scratch.toRealPath() + "/n2 matches the plan: 74 rows, log to T1-N0.87",
                        "ok node 3: " + scratch.toRealPath() + "/n3 matches the plan: 74 rows, log to T1-N0.87"),
                lines(verify(file)));
        assertEquals(3, run.rollback().size());
        assertEquals(old, Stores.text(scratch.resolve("n2")));
        assertFalse(Files.exists(scratch.resolve("n1")));
        assertFalse(run.hasStarted());
        assertTrue(verify(file).stream().allMatch(PreflightFinding::isBad));
        // After the rollback the plan can be applied again.
        run.apply(Plans.SILENT, new Cancel());
        assertEquals(Plans.expected(2), Stores.text(scratch.resolve("n2")));
    }

    @Test
    void eachHostAppliesItsNode() throws IOException {
        Path file = Plans.file(scratch);
        Plans.run(file, 2L, Disk.real()).apply(Plans.SILENT, new Cancel());
        assertEquals(Plans.expected(2), Stores.text(scratch.resolve("n2")));
        assertFalse(Files.exists(scratch.resolve("n1")));
        // The rest of the plan finds what is done.
        Path before = scratch.resolve("n2/df_meta");
        long inode = ImportTarget.inode(before);
        Plans.run(file, Disk.real()).apply(Plans.SILENT, new Cancel());
        assertEquals(inode, ImportTarget.inode(before));
        assertEquals(Plans.expected(3), Stores.text(scratch.resolve("n3")));
        assertEquals(1, Plans.run(file, 2L, Disk.real()).rollback().size());
        assertFalse(Files.exists(scratch.resolve("n2")));
        assertEquals(Plans.expected(1), Stores.text(scratch.resolve("n1")));
    }

    @Test
    void anotherBackupIsRefused() throws IOException {
        Path backup = scratch.resolve("backup.ndjson");
        Files.copy(Plans.BACKUP, backup);
        Path file = scratch.resolve("p.plan.json");
        new PlanFiles(List.of()).write(Plans.three(backup, scratch), file, Disk.real());
        Files.copy(Plans.OLD, backup, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        PreflightFinding first = preflight(file, 1L).get(0);
        assertTrue(first.isBad());
        assertTrue(first.text().startsWith("this is not the backup of the plan"), first.text());
        assertThrows(Failure.class, () -> Plans.run(file, 1L, Disk.real()).apply(Plans.SILENT, new Cancel()));
        assertFalse(Files.exists(scratch.resolve("n1")));
        // The backup is also found next to the plan, as in a bundle on another host.
        Path elsewhere = Files.createDirectory(scratch.resolve("carried"));
        Files.delete(backup);
        Files.copy(Plans.BACKUP, elsewhere.resolve("backup.ndjson"));
        Path carried = Files.copy(file, elsewhere.resolve("p.plan.json"));
        assertFalse(preflight(carried, 1L).get(0).isBad());
        Files.delete(elsewhere.resolve("backup.ndjson"));
        assertTrue(preflight(carried, 1L).get(0).text().startsWith("the backup of the plan is missing"));
    }

    @Test
    void preflightFindsObstaclesBeforeAnyChange() throws IOException {
        Imports.run(scratch.resolve("n1"), Files.readString(Plans.OLD));
        Path file = Plans.file(scratch);
        Path lock = scratch.resolve("n1/df_meta/V004/log/LOCK");
        try (FileLock server = FileLock.acquire(lock, true)) {
            assertTrue(server.held());
            PreflightFinding held = preflight(file, 1L).get(2);
            assertTrue(held.isBad() && held.text().contains("a server is running on"), held.text());
            assertTrue(held.text().contains("process " + ProcessHandle.current().pid()), held.text());
        }
        // Servers of earlier releases lock another file.
        Path sled = Files.createFile(scratch.resolve("n1/db"));
        try (FileLock server = FileLock.acquire(sled, true)) {
            assertTrue(server.held());
            assertTrue(preflight(file, 1L).get(2).text().contains("a server is running on"));
        }
        Files.delete(sled);
        Files.writeString(scratch.resolve("n1/df_meta/VERSION"), "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
        assertTrue(preflight(file, 1L).get(2).text().contains("in the middle of an upgrade"));
        Files.delete(scratch.resolve("n1/df_meta/VERSION"));
        assertFalse(preflight(file, 1L).get(2).isBad());
        Files.writeString(scratch.resolve("n3"), "a file where the directory should be");
        PreflightFinding wrong = preflight(file, 3L).get(2);
        assertTrue(wrong.isBad() && wrong.text().startsWith("this is a file, not a Raft directory"), wrong.text());
    }

    private static List<PreflightFinding> on(Preflight.Host host, RebuildPlan plan, Path backup) throws IOException {
        return new Preflight(plan, plan.nodes(), true, host)
                .check(
                        backup == null ? null : StoredFile.of(backup),
                        System.currentTimeMillis(),
                        Progress.NONE,
                        new Cancel());
    }

    @Test
    void preflightPassesOnAHealthyHost() throws IOException {
        List<PreflightFinding> found = on(new Preflight.Host() {}, Plans.three(scratch), Plans.BACKUP);
        Path base = scratch.toRealPath();
        assertEquals(
                List.of(
                        "ok backup: " + Plans.BACKUP + " is the plan's backup, SHA-256 "
                                + Sha256.of(Plans.BACKUP, Progress.NONE, new Cancel())
                                        .substring(0, 12) + "...",
                        "ok ids: ids, Raft addresses and directories are all different",
                        "ok node 1: " + base + "/n1: does not exist yet, will be created",
                        "ok node 2: " + base + "/n2: does not exist yet, will be created",
                        "ok node 3: " + base + "/n3: does not exist yet, will be created",
                        "note ports: meta-2.example:28203 is not an address of this host: whether node 2 can listen"
                                + " there is checked on its own host"),
                lines(found).stream()
                        .filter(line -> !line.startsWith("ok ports") && !line.startsWith("ok clock"))
                        .toList());
        assertFalse(Files.exists(scratch.resolve("n1")));
    }

    /** Write permission is checked where the new store is built and, if it exists, in the directory itself. */
    @Test
    void preflightFindsAnUnwritableDirectory() throws IOException {
        RebuildPlan plan = Plans.three(scratch);
        Path base = scratch.toRealPath();
        Files.createDirectory(scratch.resolve("n2"));
        String of = "no permission to write to ";
        List<PreflightFinding> parent = on(
                new Preflight.Host() {
                    @Override
                    public boolean writable(Path directory) {
                        return !directory.equals(base);
                    }
                },
                plan,
                Plans.BACKUP);
        assertEquals(
                List.of("STOP node 1: " + of + base, "STOP node 2: " + of + base, "STOP node 3: " + of + base),
                lines(parent).stream().filter(line -> line.startsWith("STOP")).toList());
        List<PreflightFinding> own = on(
                new Preflight.Host() {
                    @Override
                    public boolean writable(Path directory) {
                        return !directory.endsWith("n2");
                    }
                },
                plan,
                Plans.BACKUP);
        PreflightFinding stop =
                own.stream().filter(PreflightFinding::isBad).findFirst().orElseThrow();
        assertEquals("no permission to write to " + base + "/n2", stop.text());
        assertEquals("run metash as its owner, the one of the meta service", stop.next());
        assertEquals(ExitStatus.IO, stop.status());
        assertEquals(1, own.stream().filter(PreflightFinding::isBad).count());
    }

    /** Nodes on one disk share its space: it is enough for two, so the third is refused. */
    @Test
    void preflightAddsUpTheSpaceOfNodesOnOneDisk() throws IOException {
        RebuildPlan plan = Plans.three(scratch);
        long each = plan.backup().bytes() / 2 + (1 << 20);
        Path base = scratch.toRealPath();
        for (int roomFor = 0; roomFor <= 3; roomFor++) {
            long free = roomFor * each;
            List<String> stops = lines(on(
                            new Preflight.Host() {
                                @Override
                                public long usableBytes(Path directory) {
                                    return free;
                                }
                            },
                            plan,
                            Plans.BACKUP))
                    .stream()
                    .filter(line -> line.startsWith("STOP"))
                    .toList();
            assertEquals(3 - roomFor, stops.size(), stops.toString());
            for (int id = roomFor + 1; id <= 3; id++) {
                assertEquals(
                        "STOP node " + id + ": too little free space on the disk of " + base + ": " + id * each
                                + " bytes may be needed, " + free + " are free",
                        stops.get(id - roomFor - 1));
            }
        }
    }

    /** The size of a compressed backup is not that of its store. */
    @Test
    void aCompressedBackupNeedsTheSpaceOfItsText() throws IOException {
        Path packed = scratch.resolve("backup.ndjson.gz");
        try (NdjsonSource source = NdjsonSource.open(Plans.BACKUP);
                BackupFile file = BackupFile.begin(packed, Disk.real(), true)) {
            new Pump(source, List.of(), file.sink(), Progress.NONE, new Cancel()).run();
            file.commit("dir", "/raft", "prod", 1);
        }
        RebuildPlan plan = Plans.three(packed, scratch);
        long text = Files.size(Plans.BACKUP);
        assertTrue(plan.backup().bytes() < text / 3);
        Preflight.Host little = new Preflight.Host() {
            @Override
            public long usableBytes(Path directory) {
                return 0;
            }
        };
        String stop = on(little, plan, packed).get(2).text();
        assertTrue(stop.contains(": " + (text / 2 + (1 << 20)) + " bytes may be needed"), stop);
        Files.delete(Manifest.nameFor(packed));
        stop = on(little, plan, packed).get(2).text();
        assertTrue(stop.contains(": " + (plan.backup().bytes() * 5 + (1 << 20)) + " bytes may be needed"), stop);
    }

    @Test
    void preflightFindsAPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<NodeTarget> nodes =
                    NodeTarget.parse(List.of("1=127.0.0.1:" + taken.getLocalPort() + "=" + scratch.resolve("n1")));
            RebuildPlan plan = new Planner(Plans.BACKUP, () -> 1_763_812_345_678L, verb -> Progress.NONE, new Cancel())
                    .plan("x", nodes, Set.of(), false);
            PlanRun run = new PlanRun(plan, scratch.resolve("p"), null, Disk.real(), () -> 1_763_812_345_678L);
            PreflightFinding port =
                    run.preflight(true, Progress.NONE, new Cancel()).get(3);
            assertEquals("something listens on 127.0.0.1:" + taken.getLocalPort() + ", where node 1 will", port.text());
            assertTrue(port.isBad());
            assertFalse(run.preflight(false, Progress.NONE, new Cancel()).get(3).isBad());
            // A clock from before the backup.
            PlanRun early = new PlanRun(plan, scratch.resolve("p"), null, Disk.real(), () -> 1_600_000_000_000L);
            PreflightFinding clock =
                    early.preflight(false, Progress.NONE, new Cancel()).get(4);
            assertTrue(clock.isBad() && clock.check().equals("clock"), clock.text());
        }
    }

    @Test
    void idsAddressesAndDirectoriesAreUnique() throws IOException {
        String dir = "=" + scratch.resolve("n");
        for (List<String> same : List.of(
                List.of("1=a:1" + dir + 1, "1=b:1" + dir + 2),
                List.of("1=a:1" + dir + 1, "01=b:1" + dir + 2),
                List.of("1=a:1" + dir + 1, "2=a:1" + dir + 2),
                List.of("1=a:1" + dir + 1, "2=a:2" + dir + 1),
                List.of("1=a:1" + dir + 1, "2=a:2" + dir + "1/inside"))) {
            Failure refused = assertThrows(
                    Failure.class, () -> new PlanFiles(List.of()).targets(same, List.of()), same::toString);
            assertEquals(ExitStatus.USAGE, refused.status(), refused.what());
        }
    }

    @Test
    void severalHostsMayHaveTheSameDirectory() throws IOException {
        PlanFiles files = new PlanFiles(List.of());
        Path same = scratch.resolve("raft");
        List<NodeTarget> nodes = files.targets(List.of("1=a:1=" + same, "2=b:1=" + same), List.of("2=b:9191"));
        assertEquals("b:9191", nodes.get(1).node().grpcApiAdvertiseAddress());
        assertThrows(Failure.class, () -> files.targets(List.of("1=a:1=" + same, "2=a:2=" + same), List.of()));
        Path file = scratch.resolve("p.plan.json");
        RebuildPlan plan = new Planner(Plans.BACKUP, () -> 1L, verb -> Progress.NONE, new Cancel())
                .plan("x", nodes, Set.of(), false);
        files.write(plan, file, Disk.real());
        assertTrue(preflight(file, null).stream()
                .anyMatch(f -> f.isBad() && f.text().contains("they are on different hosts")));
        assertFalse(preflight(file, 2L).get(1).isBad());
    }

    @Test
    void aStartedServerIsNotDamage() throws IOException {
        Path file = Plans.file(scratch);
        Plans.run(file, Disk.real()).apply(Plans.SILENT, new Cancel());
        Path lock = scratch.resolve("n1/df_meta/V004/log/LOCK");
        try (FileLock server = FileLock.acquire(lock, true)) {
            assertTrue(server.held());
            PreflightFinding one = verify(file).get(0);
            assertEquals(PreflightFinding.Level.NOTE, one.level());
            assertTrue(one.text().contains("a server is running on"), one.text());
        }
        // A changed byte of the snapshot is found.
        Path snap;
        try (var all = Files.list(scratch.resolve("n2/df_meta/V004/snapshot"))) {
            snap = all.sorted().reduce((a, b) -> b).orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(snap);
        bytes[bytes.length / 3] ^= 1;
        Files.write(snap, bytes);
        assertTrue(verify(file).get(1).isBad());
    }
}
