package io.metash.command.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.command.CommandRun;
import io.metash.testing.Await;
import io.metash.testing.LegacyStores;
import io.metash.testing.RunResult;
import io.metash.testing.Service;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands accept Raft directories of V0 to V003 like any other store. */
class LegacyDirectoryTest {
    private static final String SNAPSHOT = "1-0-83-1691500000000";
    private static final String V002 = "v002-20230808-metactl-want_exported_v002";
    private static final String KEY = "__fd_database/test_tenant/default";

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();
    private final Map<String, Path> dirs = new TreeMap<>();

    private static List<String> golden(String name) throws IOException {
        return Files.readAllLines(TestData.file("history/" + name + ".ndjson"));
    }

    @BeforeEach
    void directories() throws IOException {
        assumeTrue(TestData.present(), "the historical exports next to the project are missing");
        dirs.put("V0-c", LegacyStores.inSled(golden("v0c-20230307-metactl-meta"), scratch.resolve("v0c")));
        dirs.put("V001", LegacyStores.inSled(golden("v001-20230518-openraft07-want"), scratch.resolve("v001")));
        dirs.put("V002", LegacyStores.v002(golden(V002), scratch.resolve("v002"), SNAPSHOT));
        dirs.put(
                "V003",
                LegacyStores.v003(
                        golden("v003-20240627-metactl-want_exported_v003"),
                        scratch.resolve("v003"),
                        SNAPSHOT,
                        TestData.file("history/v003-20240627-metactl-want_snapshot_v003.rotbl")));
    }

    private String newest() throws IOException {
        return String.join("\n", golden("v004-20260316-metactl-want_exported_v004")) + "\n";
    }

    @Test
    void opensAsASession() throws IOException {
        String text = scratch.resolve("v004.ndjson").toString();
        Files.writeString(Path.of(text), newest());
        run.ok("connect " + text + " as now");
        String all = run.ok("scan /");
        String got = run.ok("get " + KEY);
        for (Map.Entry<String, Path> dir : dirs.entrySet()) {
            TreeMap<String, String> before = Stores.tree(dir.getValue());
            run.ok("connect " + dir.getValue() + " as old");
            assertTrue(run.err().contains("upgraded from data version " + dir.getKey() + " to V004"), run.err());
            assertEquals(all, run.ok("scan /"), dir.getKey());
            assertEquals(got, run.ok("get " + KEY), dir.getKey());
            String status = run.ok("status");
            assertTrue(status.contains(dir.getKey()), status);
            assertEquals(newest(), LegacyStores.purged(run.ok("export")), dir.getKey());
            run.ok("disconnect old");
            assertEquals(before, Stores.tree(dir.getValue()));
        }
    }

    @Test
    void exportsAsV004AndUnchanged() throws IOException {
        for (Map.Entry<String, Path> dir : dirs.entrySet()) {
            assertEquals(newest(), LegacyStores.purged(run.ok("export --raft-dir " + dir.getValue())), dir.getKey());
            assertTrue(run.err().contains("upgraded from data version " + dir.getKey() + " to V004"), run.err());
        }
        Path file = scratch.resolve("backup.ndjson");
        run.ok("export --raft-dir " + dirs.get("V002") + " --db " + file);
        assertTrue(
                Files.readString(scratch.resolve("backup.ndjson.manifest")).contains("\"data_version\":\"V002\""),
                "the manifest records the version of the source");
        assertEquals(newest(), LegacyStores.purged(Files.readString(file)));

        String v002 = String.join("\n", golden(V002)) + "\n";
        assertEquals(v002, run.ok("export --as-is --raft-dir " + dirs.get("V002")));
        assertEquals("exported 168 lines of V002 from " + dirs.get("V002") + "\n", run.err());
        Path packed = scratch.resolve("v002.gz");
        run.ok("export --as-is --raft-dir " + dirs.get("V002") + " --db " + packed);
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            assertEquals(v002, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(2, run.status("export --as-is --raft-dir " + TestData.file("real/rich-snap.raft")));
    }

    /** V0 with a header converted old forms while it exported. */
    @Test
    void v0WithAHeaderIsExportedInItsForm() throws IOException {
        List<String> want = golden("v0h-20230421-openraft07-want");
        List<String> old = new java.util.ArrayList<>(golden("v0b-20230307-openraft07-meta"));
        old.add(0, want.get(0));
        Path dir = LegacyStores.inSled(old, scratch.resolve("v0h"));
        assertEquals(String.join("\n", want) + "\n", run.ok("export --as-is --raft-dir " + dir));
    }

    @Test
    void verifyDiffAndDoctorReadIt() throws IOException {
        Path text = scratch.resolve("v004.ndjson");
        Path upgraded = scratch.resolve("upgraded");
        for (Map.Entry<String, Path> dir : dirs.entrySet()) {
            String output = run.ok("verify " + dir.getValue());
            assertTrue(output.startsWith(dir.getValue() + ": consistent, completeness unproved\n"), output);
            assertTrue(
                    output.contains("checked: the sled log, every page of its trees, and the newest snapshot"), output);
            run.ok("import --raft-dir " + upgraded + " --db " + dir.getValue());
            assertTrue(
                    run.err().contains("read from a Raft directory of " + dir.getKey() + ", all checksums match"),
                    run.err());
            assertEquals(newest(), LegacyStores.purged(Stores.text(upgraded)));
            assertEquals(0, run.status("diff " + dir.getValue() + " " + upgraded), run.out() + run.err());
        }
        Files.writeString(text, newest());
        int status = run.status("doctor " + dirs.get("V002"));
        assertTrue(status <= 1, run.out() + run.err());
        run.ok("backup --raft-dir " + dirs.get("V001") + " --to " + scratch.resolve("backups"));
    }

    @Test
    void initClusterReadsIt() throws IOException {
        Path text = Files.writeString(scratch.resolve("v004.ndjson"), newest());
        String nodes = " --node 1=127.0.0.1:28103=%1$s-1 --node 2=127.0.0.1:28104=%1$s-2";
        run.ok("init-cluster --db " + text + nodes.formatted(scratch.resolve("of-text")));
        for (Map.Entry<String, Path> dir : dirs.entrySet()) {
            TreeMap<String, String> before = Stores.tree(dir.getValue());
            Path into = scratch.resolve("of-" + dir.getKey());
            String words = "init-cluster --strict --db " + dir.getValue() + nodes.formatted(into);
            String dry = run.ok(words + " --dry-run");
            String line = "node 1: read " + dir.getValue() + ": ";
            assertTrue(dry.startsWith(line) && dry.contains("\nnode 2: create " + into + "-2 with it\n"), dry);
            assertTrue(run.err().endsWith("dry run: nothing was done\n"), run.err());
            assertTrue(Files.notExists(Path.of(into + "-1")));
            run.ok(words);
            assertTrue(run.err().contains("note: upgraded from data version " + dir.getKey() + " to V004"), run.err());
            assertTrue(
                    run.err().contains("read from a Raft directory of " + dir.getKey() + ", all checksums match\n"),
                    run.err());
            for (int node = 1; node <= 2; node++) {
                assertEquals(
                        keys(Path.of(scratch.resolve("of-text") + "-" + node)),
                        keys(Path.of(into + "-" + node)),
                        dir.getKey());
            }
            assertEquals(before, Stores.tree(dir.getValue()));
            run.ok(words);
            assertTrue(run.err().startsWith("node 1: already has its store, in "), run.err());
        }
    }

    private static List<String> keys(Path raft) throws IOException {
        return Stores.text(raft)
                .lines()
                .filter(line -> line.contains("{\"GenericKV\":"))
                .toList();
    }

    @Test
    void backupAndServeReadIt() throws IOException, InterruptedException {
        Path text = scratch.resolve("old.ndjson");
        Files.write(text, golden("v001-20230518-openraft07-want"));
        List<Path> places = new java.util.ArrayList<>(dirs.values());
        places.add(text);
        Path shelf = scratch.resolve("backups");
        run.ok("connect " + text + " as of-text");
        run.ok("backup --to " + shelf);
        String expected = run.ok("scan /");
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                run.ok("backup --raft-dir " + place + " --to " + shelf);
                assertTrue(run.err().contains("upgraded from data version "), run.err());
            }
            try (Service service = Service.start(scratch, "--from", place.toString())) {
                run.ok("connect 127.0.0.1:" + service.port() + " as live");
                assertEquals(keyNames(expected), keyNames(run.ok("scan /")), place.toString());
                run.ok("disconnect live");
                RunResult ended = service.terminate();
                assertTrue(ended.err().contains("note: upgraded from data version "), ended.err());
            }
        }
        run.ok("backups " + shelf + " -o ndjson");
        assertEquals(places.size(), run.out().lines().count(), run.out());
    }

    private static List<String> keyNames(String lines) {
        // Where a service has served the store, expired keys are deleted.
        return lines.lines()
                .map(line -> line.split("\"", 5)[3])
                .filter(key -> !key.startsWith("__fd_clusters/"))
                .toList();
    }

    @Test
    void aRunningServerIsReported() throws IOException, InterruptedException {
        Path db = dirs.get("V002").resolve("db");
        Process server = new ProcessBuilder("flock", "-x", db.toString(), "sleep", "60").start();
        try {
            Await.until("the server holds its lock", () -> {
                assertTrue(server.isAlive());
                return io.metash.files.LockProbe.holder(db).isPresent();
            });
            run.ok("connect " + dirs.get("V002") + " as old");
            assertTrue(
                    run.err().contains("a server is running on this directory (flock, pid " + server.pid() + ")"),
                    run.err());
            assertEquals(6, run.status("upgrade --raft-dir " + dirs.get("V002")));
        } finally {
            server.destroy();
            server.descendants().forEach(ProcessHandle::destroy);
        }
    }

    /** Damage is reported with file and byte; the intact part is readable. */
    @Test
    void damageIsGradedAndTheRestSalvaged() throws IOException {
        Path dir = dirs.get("V002");
        Path db = dir.resolve("db");
        byte[] bytes = Files.readAllBytes(db);
        int entry = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"index\":60}");
        bytes[entry] ^= 1;
        Files.write(db, bytes);
        assertEquals(3, run.status("verify " + dir), run.out());
        assertTrue(run.out().contains(": damaged at byte "), run.out());
        assertEquals(3, run.status("export --raft-dir " + dir));
        assertEquals(3, run.status("connect " + dir));
        assertTrue(run.err().contains("export --raft-dir " + dir + " --salvage --db FILE"), run.err());
        assertEquals(4, run.status("export --raft-dir " + dir + " --salvage"), run.err());
        assertTrue(run.err().contains(db + " (byte "), run.err());
    }

    @Test
    void aBadLineOfASnapshotIsReportedWithItsFile() throws IOException {
        Path dir = dirs.get("V002");
        Path snapshot = dir.resolve("df_meta/V002/snapshot/" + SNAPSHOT + ".snap");
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(snapshot));
        lines.set(9, lines.get(9).replace("\"seq\":", "\"seq\":x"));
        Files.writeString(snapshot, String.join("\n", lines) + "\n");
        assertEquals(3, run.status("export --raft-dir " + dir));
        assertTrue(run.err().contains(snapshot + ":10"), run.err());
        assertEquals(4, run.status("export --raft-dir " + dir + " --salvage"), run.err());
        assertTrue(run.err().contains("a line is skipped"), run.err());
    }

    /** A later program wrote its own version as the header of a V0 store: no release can start on it. */
    @Test
    void aMislabeledStoreIsExplained() throws IOException {
        List<String> lines = new ArrayList<>(golden("v0b-20230307-openraft07-meta"));
        lines.add(
                0,
                "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V003\",\"upgrading\":null}}}]");
        Path dir = LegacyStores.inSled(lines, scratch.resolve("mislabeled"));
        assertEquals(
                "place         " + dir
                        + """

                        form          Raft directory: all in sled
                        data version  V0-b: no header; raft types of openraft 0.7
                        written by    v0.7.40 (2022-05-07) to v1.0.6
                        today         databend-meta starts on it: none: its header names another version than that of its records
                        metash        connect, export, import, init-cluster, verify, diff and backup read it directly, lifted to V004
                        official way  none: a server trusts the header
                        """,
                run.ok("inspect " + dir));
        assertEquals(
                "note: the header has V003, written by a later program that found none: the records have the form of V0"
                        + " and are read as such; a server that starts here trusts the header and stops, or loses the"
                        + " state machine\n",
                run.err());
        String advice = run.ok("doctor " + dir);
        assertTrue(advice.contains("     type: upgrade --raft-dir " + dir + "\n"), advice);
    }

    /** Commands that read only exports or only V004 name the command that converts an old store. */
    @Test
    void commandsOfV004NameTheConversion() throws IOException {
        Path dir = LegacyStores.inSled(golden("v0b-20230307-openraft07-meta"), scratch.resolve("v0b"));
        Path text = TestData.file("history/v0b-20230307-openraft07-meta.ndjson");
        assertEquals(8, run.status("dump-raft-log-wal --raft-dir " + dir));
        assertEquals(
                "metash: the raft log of this directory is in sled, as in V0 to V003\n"
                        + "  where  " + dir + "\n"
                        + "  why    only V004 has a write-ahead log\n"
                        + "  next   export --as-is --raft-dir " + dir + "\n",
                run.err());
        assertEquals(2, run.status("filter-tenant --tenant t --input " + dir));
        assertEquals(
                "metash: the input is a directory\n"
                        + "  where  " + dir + "\n"
                        + "  why    filter-tenant reads an export\n"
                        + "  next   export --raft-dir " + dir + " --db FILE\n",
                run.err());
        assertEquals(3, run.status("filter-tenant --tenant t --input " + text));
        assertEquals(
                "metash: invalid line\n"
                        + "  where  " + text + ":2\n"
                        + "  why    the field 'leader_id' of Vote is missing\n"
                        + "  next   for an export of V0, which has no header: connect FILE; export V004.ndjson; then"
                        + " filter V004.ndjson\n",
                run.err());
    }
}
