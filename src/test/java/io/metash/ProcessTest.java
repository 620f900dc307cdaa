package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.files.FileLock;
import io.metash.testing.Await;
import io.metash.testing.Java;
import io.metash.testing.Mounts;
import io.metash.testing.Stores;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a separate process: killed, traced, its output closed. */
class ProcessTest {
    private static final int KILLS = 100;

    @TempDir
    Path scratch;

    private static List<String> metash(String... arguments) {
        List<String> command = Java.command(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                "io.metash.Main");
        command.addAll(List.of(arguments));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("output").toFile())
                .start();
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        return start(metash(arguments)).waitFor();
    }

    /**
     * Killed at any moment of an import over an existing directory: the target holds one of the two stores, and the
     * next import works.
     */
    @Tag("slow")
    @Test
    void survivesKill() throws IOException, InterruptedException {
        Path first = TestData.file("real/rich-snap.export.ndjson");
        Path second = TestData.file("real/variants.export.ndjson");
        String one = Files.readString(first);
        String two = Files.readString(second);
        Path dir = scratch.resolve("raft");
        assertEquals(0, run("import", "--raft-dir", dir.toString(), "--db", first.toString()));
        long start = System.nanoTime();
        assertEquals(0, run("import", "--raft-dir", dir.toString(), "--db", first.toString()));
        long wholeMs = (System.nanoTime() - start) / 1_000_000;
        Random random = new Random(8);
        int sawOld = 0;
        int sawNew = 0;
        String before = one;
        // Load varies from kill to kill, but both ends of an import must be hit.
        long maxMs = wholeMs;
        for (int i = 0; i < KILLS; i++) {
            boolean toSecond = before.equals(one);
            Process process = start(
                    metash("import", "--raft-dir", dir.toString(), "--db", (toSecond ? second : first).toString()));
            process.waitFor(maxMs / 3 + random.nextInt((int) maxMs), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            String now = Stores.text(dir);
            assertTrue(now.equals(one) || now.equals(two), "kill number " + i);
            maxMs = now.equals(before) ? maxMs * 21 / 20 + 1 : Math.max(20, maxMs * 20 / 21);
            sawOld += now.equals(before) ? 1 : 0;
            sawNew += now.equals(before) ? 0 : 1;
            before = now;
        }
        assertTrue(sawOld > 5 && sawNew > 5, sawOld + " times old, " + sawNew + " times new");
        assertEquals(0, run("import", "--raft-dir", dir.toString(), "--db", second.toString()));
        assertEquals(two, Stores.text(dir));
    }

    /** A Raft directory of this name with a real store. */
    private Path filled(String name) throws IOException, InterruptedException {
        Path dir = scratch.resolve(name);
        Path backup = TestData.file("real/rich-snap.export.ndjson");
        assertEquals(0, run("import", "--raft-dir", dir.toString(), "--db", backup.toString()));
        return dir;
    }

    private static boolean has(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /**
     * Reading opens no file of the source for writing and creates, renames or removes none; also while a server runs.
     */
    @Test
    void readingOpensNothingForWriting() throws IOException, InterruptedException {
        assumeTrue(has("strace"), "strace is not installed");
        Path dir = filled("source");
        Path file = Files.copy(TestData.file("real/rich.export.ndjson"), dir.resolve("backup.ndjson"));
        var before = Stores.tree(dir);
        try (FileLock server = FileLock.acquire(dir.resolve("df_meta/V004/log/LOCK"), false)) {
            assertTrue(server.held());
            traced(
                    dir,
                    "export",
                    "--raft-dir",
                    dir.toString(),
                    "--db",
                    scratch.resolve("out.ndjson").toString());
            traced(dir, "dump-raft-log-wal", "--raft-dir", dir.toString(), "--raw");
            traced(
                    dir,
                    "-c",
                    "connect '" + dir + "'; status; ls; ls -r; get probe/big; du; tree; find; scan /; grep a;"
                            + " cd probe; pwd; ls; sessions; verify; export /dev/null");
            traced(dir, "-c", "connect --snapshot-only '" + dir + "'; status");
            traced(dir, "-c", "connect '" + file + "'; status; ls; get __fd_id_gen/table_id; export /dev/null");
        }
        assertEquals(before, Stores.tree(dir));
    }

    private void traced(Path source, String... arguments) throws IOException, InterruptedException {
        Path trace = scratch.resolve("trace");
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-qq",
                "-s",
                "4096",
                "-e",
                "trace=open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,truncate,link,linkat,"
                        + "symlink,symlinkat,chmod,fchmodat,chown,fchownat,utimensat,mknod,mknodat",
                "-o",
                trace.toString()));
        command.addAll(metash(arguments));
        Process process = start(command);
        int status = process.waitFor();
        assertEquals(0, status, Files.readString(scratch.resolve("output"), StandardCharsets.ISO_8859_1));
        int seen = 0;
        for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
            if (line.contains("\"" + source + "/")) {
                seen++;
                assertTrue(
                        line.contains("open")
                                && line.contains("O_RDONLY")
                                && !line.contains("O_CREAT")
                                && !line.contains("O_TRUNC"),
                        line);
            }
        }
        assertTrue(seen > 0, "the trace shows no file of the source");
    }

    /** A volume cannot be renamed, so the exchange happens inside it. */
    @Test
    void aMountPointIsSwappedInside() throws IOException, InterruptedException {
        Path dir = Files.createDirectory(scratch.resolve("volume"));
        Mounts.assumeAllowed(dir);
        String first = quoted(
                "import",
                "--raft-dir",
                dir.toString(),
                "--db",
                TestData.file("real/rich.export.ndjson").toString());
        String second = quoted(
                "import",
                "--raft-dir",
                dir.toString(),
                "--db",
                TestData.file("real/variants.export.ndjson").toString());
        String export = quoted("export", "--raft-dir", dir.toString());
        String rollback = quoted("rollback", "--raft-dir", dir.toString());
        Process process = start(List.of(
                "unshare",
                "-m",
                "bash",
                "-ec",
                "mount -t tmpfs none '" + dir + "'; " + first + "; " + second + "; " + export + " >'" + scratch
                        + "/second'; ls '" + dir + "' >'" + scratch + "/names'; " + rollback + "; " + export + " >'"
                        + scratch + "/first'"));
        assertEquals(0, process.waitFor(), Files.readString(scratch.resolve("output")));
        assertEquals(
                Files.readString(TestData.file("real/variants.export.ndjson")),
                Files.readString(scratch.resolve("second")));
        assertEquals(
                Files.readString(TestData.file("real/rich.export.ndjson")), Files.readString(scratch.resolve("first")));
        List<String> names = Files.readAllLines(scratch.resolve("names"));
        assertEquals(
                List.of("df_meta", "df_meta.metash-journal-#", "df_meta.metash-old-#"),
                names.stream()
                        .map(name -> name.replaceAll("[0-9]+-[0-9]+-[0-9]+", "#"))
                        .toList());
        assertEquals(
                List.of(),
                names().stream().filter(name -> name.startsWith("volume.")).toList());
    }

    /** Real file systems: one read-only, one almost full. The plan stops before it changes a directory. */
    @Test
    void aPlanStopsBeforeDisksThatAreReadOnlyOrFull() throws IOException, InterruptedException {
        Path full = Files.createDirectory(scratch.resolve("full"));
        Path fixed = Files.createDirectory(scratch.resolve("fixed"));
        Mounts.assumeAllowed(full);
        Path plan = scratch.resolve("three.plan.json");
        assertEquals(
                0,
                run(
                        "init-cluster",
                        "plan",
                        "--db",
                        TestData.file("real/rich.export.ndjson").toString(),
                        "--node",
                        "1=127.0.0.1:28103=" + scratch.resolve("n1"),
                        "--node",
                        "2=127.0.0.1:28203=" + full.resolve("n2"),
                        "--node",
                        "3=127.0.0.1:28303=" + fixed.resolve("n3"),
                        "--out",
                        plan.toString()),
                Files.readString(scratch.resolve("output")));
        String apply = quoted("init-cluster", "apply", plan.toString(), "--ports-in-use", "--yes-i-mean", "3 nodes");
        Process process = start(List.of(
                "unshare",
                "-m",
                "bash",
                "-c",
                "mount -t tmpfs -o size=256k none '" + full + "' && mount --bind -o ro '" + fixed + "' '" + fixed
                        + "' && mount -o remount,bind,ro '" + fixed + "' && " + apply));
        int status = process.waitFor();
        String output = Files.readString(scratch.resolve("output"));
        assertEquals(7, status, output);
        assertTrue(output.contains("too little free space on the disk of " + full + ": "), output);
        assertTrue(output.contains("no permission to write to " + fixed + "\n"), output);
        assertTrue(!Files.exists(scratch.resolve("n1")), output);
        assertEquals(
                List.of("fixed", "full", "output", "three.plan.json"),
                names().stream()
                        .filter(name -> !name.endsWith(".toml"))
                        .sorted()
                        .toList());
    }

    /** In a chroot without /proc an import locks its target, reads its settings and removes the lock. */
    @Test
    void withoutProcAnImportAndTheSettingsWork() throws IOException, InterruptedException {
        Mounts.assumeAllowed(Files.createDirectory(scratch.resolve("mount")));
        String input = TestData.file("real/rich.export.ndjson").toString();
        String dir = scratch.resolve("raft").toString();
        Path settings = Files.createDirectory(scratch.resolve("settings"));
        Files.writeString(settings.resolve("metash.toml"), "output = \"ndjson\"\n");
        String twice = quoted("import", "--raft-dir", dir, "--db", input);
        Process process = start(List.of(
                "unshare",
                "-m",
                "bash",
                "-ec",
                "mount -t tmpfs none /proc; export LD_ORIGIN_PATH='" + System.getProperty("java.home")
                        + "/bin'; " + twice + "; " + twice + "; " + quoted("rollback", "--raft-dir", dir) + "; cd '"
                        + settings + "'; " + quoted("config")));
        int status = process.waitFor();
        String output = Files.readString(scratch.resolve("output"));
        assertEquals(0, status, output);
        assertTrue(output.contains("{\"name\":\"output\",\"value\":\"ndjson\"}\n"), output);
        assertEquals(Files.readString(TestData.file("real/rich.export.ndjson")), Stores.text(scratch.resolve("raft")));
        assertEquals(
                List.of(),
                names().stream().filter(name -> name.endsWith("lock")).toList());
    }

    private static String quoted(String... arguments) {
        return metash(arguments).stream()
                .map(word -> "'" + word + "'")
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
    }

    @Test
    void aClosedPipeEndsItQuietly() throws IOException, InterruptedException {
        Path dir = filled("raft");
        String quoted = quoted("export", "--raft-dir", dir.toString());
        Process process = start(List.of(
                "bash",
                "-c",
                "set -o pipefail; " + quoted + " 2>'" + scratch.resolve("err") + "' | head -c 100 >/dev/null"));
        assertEquals(141, process.waitFor());
        assertEquals("", Files.readString(scratch.resolve("err")));
    }

    @Test
    void aSignalRemovesTemporaryFiles() throws IOException, InterruptedException {
        Path fifo = scratch.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        Path dir = scratch.resolve("raft");
        Process process = start(metash("import", "--raft-dir", dir.toString(), "--db", fifo.toString()));
        try (var out = Files.newOutputStream(fifo)) {
            out.write(Files.readString(TestData.file("real/rich.export.ndjson"))
                    .substring(0, 20_000)
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            Await.until(
                    "the import has begun",
                    () -> names().stream().anyMatch(name -> name.contains("metash-new")),
                    () -> names().toString());
            process.destroy();
            assertEquals(143, process.waitFor());
        }
        assertTrue(names().stream().noneMatch(name -> name.contains("metash")), names().toString());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(scratch)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
