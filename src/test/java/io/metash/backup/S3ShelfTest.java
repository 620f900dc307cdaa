package io.metash.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Program;
import io.metash.testing.StorageServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a cluster's backups on an S3 shelf, by the program as users run it. */
class S3ShelfTest {
    private static final String SAMPLE =
            Path.of("src/examples/sample.ndjson").toAbsolutePath().toString();

    @TempDir
    static Path scratch;

    private static StorageServer server;
    private static Program metash;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = StorageServer.s3(Files.createDirectory(scratch.resolve("server")), "shelf");
        metash = new Program(scratch);
        settings(StorageServer.SECRET);
        assertEquals(0, metash.run("import", "--raft-dir", "raft", "--db", SAMPLE), metash.err());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static void settings(String secret) throws IOException {
        Path file =
                Files.createDirectories(scratch.resolve(".xdg-config/metash")).resolve("metash.toml");
        Files.writeString(
                file,
                """
                [shelves.test]
                url = "s3://shelf"
                endpoint = "http://127.0.0.1:%d"
                region = "us-east-1"
                access_key_id = "%s"
                secret_access_key = "%s"
                disable_ec2_metadata = true
                """
                        .formatted(server.port(), StorageServer.IDENTITY, secret));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String ok(String... arguments) throws IOException, InterruptedException {
        assertEquals(0, metash.run(arguments), metash.err());
        return metash.out().strip();
    }

    private static List<String> objects(String prefix) throws IOException {
        Path directory = server.root().resolve(prefix);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Changes the date of a backup. */
    private static void date(String prefix, String name, String as, String time) throws IOException {
        Path directory = server.root().resolve(prefix);
        Path manifest = directory.resolve(name + Manifest.SUFFIX);
        Manifest made = Manifest.of(directory.resolve(name));
        Manifest dated = new Manifest(
                Instant.parse(time).toEpochMilli(),
                made.tool(),
                made.source(),
                made.dataVersion(),
                made.committed(),
                made.lastApplied(),
                made.lastLog(),
                made.membership(),
                made.nodes(),
                made.families(),
                made.records(),
                made.bytes(),
                made.sha256(),
                made.crc32c(),
                made.textBytes(),
                made.textSha256());
        Files.write(directory.resolve(as + Manifest.SUFFIX), dated.bytesOfFile());
        Files.copy(directory.resolve(name), directory.resolve(as));
        assertTrue(Files.exists(manifest));
    }

    /** Backup, prune, verify, a rebuild of three nodes, a session and a diff, with nothing on a local disk. */
    @Test
    void aClusterIsBackedUpAndRebuiltFromAShelf() throws IOException, InterruptedException {
        String url = ok("backup", "--raft-dir", "raft", "--cluster", "prod", "--to", "s3://shelf/life");
        String name = url.substring(url.lastIndexOf('/') + 1);
        assertEquals(List.of(name, name + ".manifest"), objects("life"));
        date("life", name, "prod-20260101T000000Z.ndjson", "2026-01-01T00:00:00Z");
        assertEquals(
                "keep    " + name,
                prune("life")
                        .lines()
                        .filter(line -> line.startsWith("keep"))
                        .findFirst()
                        .orElse("")
                        .split(" \\(")[0]);
        assertEquals(List.of(name, name + ".manifest"), objects("life"));
        assertEquals(
                url + ": proved",
                ok("verify", "--require-proof", url).lines().findFirst().orElse(""));
        assertTrue(ok("inspect", url).contains("data version  V004"), metash.out());
        ok(
                "init-cluster",
                "--db",
                url,
                "--node",
                "1=127.0.0.1:29103=c1",
                "--node",
                "2=127.0.0.1:29104=c2",
                "--node",
                "3=127.0.0.1:29105=c3");
        for (String node : List.of("c1", "c2", "c3")) {
            ok("verify", node);
            assertEquals(1, metash.run("diff", node, url, "--summary"), metash.err());
            assertTrue(metash.err().contains("keys: no difference (71 keys in A, 71 in B)"), metash.err());
        }
        assertEquals(0, metash.run("diff", url, SAMPLE), metash.err());
        ok("import", "--raft-dir", "again", "--db", url);
        assertTrue(metash.err().contains("complete: proved by its manifest, " + name + ".manifest"), metash.err());
    }

    private static String prune(String prefix) throws IOException, InterruptedException {
        ok("backups", "prune", "s3://shelf/" + prefix, "--keep-daily", "1", "--yes-i-mean", prefix);
        return metash.err();
    }

    @Test
    void leftoversOfAKilledUploadAreNotBackupsAndAreRemoved() throws IOException, InterruptedException {
        String url = ok("backup", "--raft-dir", "raft", "--cluster", "prod", "--to", "s3://shelf/left");
        String name = url.substring(url.lastIndexOf('/') + 1);
        Path directory = server.root().resolve("left");
        String host = InetAddress.getLocalHost().getHostName();
        Files.copy(directory.resolve(name), directory.resolve("prod-20260101T000000Z.ndjson"));
        String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        Files.writeString(
                directory.resolve("prod-20260101T000000Z.ndjson.uploading"), host + "\n1\n5\nx\n" + namespace + "\n");
        Files.copy(directory.resolve(name + ".manifest"), directory.resolve("prod-20260202T000000Z.ndjson.manifest"));
        assertEquals(0, metash.run("backups", "s3://shelf/left", "--quick", "-o", "raw"), metash.err());
        assertEquals(name, metash.out().strip());
        assertEquals(
                List.of(
                        "note: an upload that is running or was interrupted:"
                                + " s3://shelf/left/prod-20260101T000000Z.ndjson; the next 'backup' or 'backups prune'"
                                + " removes it once its process has ended",
                        "note: a manifest without its file: s3://shelf/left/prod-20260202T000000Z.ndjson.manifest"),
                metash.err().lines().filter(line -> line.startsWith("note")).toList());
        prune("left");
        assertEquals(List.of(name, name + ".manifest"), objects("left"));
    }

    /** An upload that may still run is kept: one of another process, host or container, or of an earlier release. */
    @Test
    void aRunningUploadIsKept() throws IOException, InterruptedException {
        String url = ok("backup", "--raft-dir", "raft", "--cluster", "prod", "--to", "s3://shelf/running");
        Path directory = server.root().resolve("running");
        Files.writeString(
                directory.resolve("prod-20260101T000000Z.ndjson.uploading"),
                new String(UploadMarker.ofThisProcess().bytes(), StandardCharsets.UTF_8));
        String host = InetAddress.getLocalHost().getHostName();
        List<String> kept = new ArrayList<>(List.of("prod-20260101T000000Z.ndjson.uploading"));
        for (String other : List.of("another-host\n1\n5\nx\n", host + "\n1\n5\nx\n", host + "\n1\n5\nx\npid:[1]\n")) {
            String name = "prod-2026010" + (kept.size() + 1) + "T000000Z.ndjson.uploading";
            Files.writeString(directory.resolve(name), other);
            kept.add(name);
        }
        prune("running");
        ok("backup", "--raft-dir", "raft", "--cluster", "prod", "--to", "s3://shelf/running");
        assertTrue(objects("running").containsAll(kept), objects("running")::toString);
        assertTrue(url.startsWith("s3://shelf/running/prod-"), url);
    }

    /** Kills at random times of uploads and prunes: listed backups are proved, and another run removes leftovers. */
    private void kills(int count, String prefix, long seed) throws IOException, InterruptedException {
        Random random = new Random(seed);
        String shelf = "s3://shelf/" + prefix;
        ok("backup", "--raft-dir", "raft", "--cluster", "prod", "--to", shelf);
        for (int i = 0; i < count; i++) {
            boolean upload = random.nextInt(3) > 0;
            List<String> command = upload
                    ? Program.command("backup", "--raft-dir", "raft", "--cluster", "prod", "--to", shelf)
                    : Program.command("backups", "prune", shelf, "--keep-daily", "1", "--yes-i-mean", prefix);
            Process process = metash.builder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.waitFor(300 + random.nextInt(1300), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
        }
        assertEquals(0, metash.run("backups", shelf, "-o", "json"), metash.out() + metash.err());
        ok("backup", "--raft-dir", "raft", "--cluster", "prod", "--to", shelf);
        prune(prefix);
        List<String> left = objects(prefix);
        assertEquals(2, left.size(), left.toString());
        assertEquals(0, metash.run("verify", "--require-proof", shelf + "/" + left.get(0)), metash.err());
    }

    @Test
    void killsLeaveOnlyProvableBackups() throws IOException, InterruptedException {
        kills(12, "kills", 1);
    }

    @Test
    @Tag("slow")
    void twoHundredKillsLeaveOnlyProvableBackups() throws IOException, InterruptedException {
        kills(200, "many", 2);
    }

    /** Ten thousand objects, read by a program with a heap of 64 MB. */
    @Test
    @Tag("slow")
    void aLongShelfIsListed() throws IOException, InterruptedException {
        String url = ok("backup", "--raft-dir", "raft", "--cluster", "prod", "--to", "s3://shelf/long");
        Path made = server.root().resolve("long").resolve(url.substring(url.lastIndexOf('/') + 1));
        for (int i = 1; i < 5_000; i++) {
            for (String end : List.of("", Manifest.SUFFIX)) {
                Files.createLink(
                        made.resolveSibling("prod-20260101T000000Z-" + i + ".ndjson" + end),
                        made.resolveSibling(made.getFileName() + end));
            }
        }
        List<String> command = new ArrayList<>(Program.command("backups", "s3://shelf/long", "--quick", "-o", "raw"));
        command.set(command.indexOf("-Xmx256m"), "-Xmx64m");
        assertEquals(0, metash.waitingFor(600).fed("", command), metash.err());
        assertEquals(5_000, metash.out().lines().count());
    }
}
