package io.metash.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.record.OwnFiles;
import io.metash.testing.Processes;
import io.metash.testing.Program;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipes, links and foreign files under names that metash reads. Reading a pipe would block forever. */
class SpecialFilesTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PIPE = "\n  where  FILE\n  why    a store and a backup consist of regular files\n"
            + "  next   check what it is, then remove it\n";

    @TempDir
    Path scratch;

    private Path raft;

    private final CommandRun run = new CommandRun().onRealPlaces();

    @BeforeEach
    void store() {
        raft = scratch.resolve("raft");
        run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
    }

    private Path replaceByPipe(Path file) throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        Processes.ok(List.of("mkfifo", file.toString()));
        return file;
    }

    private int status(String line) {
        return assertTimeoutPreemptively(PATIENCE, () -> run.status(line), line);
    }

    private Path only(String directory) throws IOException {
        try (Stream<Path> files = Files.list(raft.resolve("df_meta/V004/" + directory))) {
            return files.filter(file -> !file.endsWith("LOCK")).findFirst().orElseThrow();
        }
    }

    private void assertRefused(Path pipe, String line) {
        assertEquals(3, status(line), run.err());
        String expected = "metash: this is a pipe or a device, not a file" + PIPE.replace("FILE", pipe.toString());
        assertEquals(expected, run.err().replace(". This is the newest snapshot, which a server would open", ""));
    }

    @Test
    void aPipeInAStoreIsDamage() throws IOException, InterruptedException {
        for (Path file : List.of(raft.resolve("df_meta/VERSION"), only("log"), only("snapshot"))) {
            byte[] content = Files.readAllBytes(file);
            Path pipe = replaceByPipe(file);
            assertRefused(pipe, "export --raft-dir " + raft + " --db " + scratch.resolve("x.ndjson"));
            assertRefused(pipe, "connect " + raft);
            assertEquals(3, status("verify " + raft), run.err());
            assertTrue(run.out().contains("this is a pipe or a device, not a file"), run.out());
            assertEquals(3, status("doctor " + raft), run.err());
            assertTrue(run.out().contains("this is a pipe or a device, not a file"), run.out());
            assertEquals(0, status("import --raft-dir " + raft + " --db " + SAMPLE), run.err());
            assertEquals(0, status("rollback --raft-dir " + raft), run.err());
            Files.delete(pipe);
            Files.write(file, content);
        }
        assertEquals(0, status("verify " + raft), run.err());
    }

    @Test
    void aManifestThatIsAPipeIsDamage() throws IOException, InterruptedException {
        Path shelf = Files.createDirectory(scratch.resolve("shelf"));
        run.ok("backup --raft-dir " + raft + " --cluster c --to " + shelf);
        Path export = Files.copy(SAMPLE, shelf.resolve("c-20261129T000000Z.ndjson"));
        Path manifest = replaceByPipe(shelf.resolve("c-20261129T000000Z.ndjson.manifest"));
        for (String line : List.of(
                "import --raft-dir " + raft + " --db " + export,
                "init-cluster --node 1=127.0.0.1:29101=" + raft + " --db " + export)) {
            assertEquals(3, status(line), run.err());
            assertTrue(
                    run.err().contains("\n  where  " + manifest + "\n  why    it is not a regular file\n"), run.err());
        }
        assertEquals(3, status("verify " + export), run.err());
        assertTrue(run.out().contains("it is not a regular file"), run.out());
        assertEquals(3, status("backups " + shelf), run.err());
        assertEquals(0, status("backups prune " + shelf + " --keep-daily 1 --yes-i-mean shelf"), run.err());
        assertTrue(Files.exists(export));
    }

    @Test
    void journalsOfOthersDoNotStopTheDoctor() throws IOException, InterruptedException {
        run.ok("doctor " + raft);
        String fine = run.out();
        replaceByPipe(scratch.resolve("a.metash-cluster-1.json"));
        Files.createFile(
                scratch.resolve("b.metash-cluster-1.json"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        for (String directory :
                List.of("\\u0000", "relative", SAMPLE.toAbsolutePath().toString())) {
            Files.writeString(
                    scratch.resolve("c.metash-cluster-1.json"),
                    "{\"plan\":\"1\",\"backup\":\"/b\",\"digest\":1,\"nodes\":[{\"id\":1,\"address\":\"h:1\",\"raft_dir\":\""
                            + directory + "\",\"new_inode\":1}]}\n");
            assertEquals(0, status("doctor " + raft), run.err());
            assertEquals(fine, run.out());
            int undone = status("rollback --journal " + scratch.resolve("c.metash-cluster-1.json"));
            assertTrue(undone == 3 || undone == 7, run.err());
        }
        assertEquals(3, status("rollback --journal " + scratch.resolve("a.metash-cluster-1.json")), run.err());
    }

    @Test
    void aDanglingLockLinkCreatesNoFile() throws IOException {
        Path lock = raft.resolve("df_meta/V004/log/LOCK");
        Path elsewhere = scratch.resolve("elsewhere");
        Files.delete(lock);
        Files.createSymbolicLink(lock, elsewhere);
        assertEquals(6, status("import --raft-dir " + raft + " --db " + SAMPLE));
        assertEquals(
                "metash: the lock of the store is a dangling link\n  where  " + lock
                        + "\n  why    locking it would create a file elsewhere\n  next   remove it\n",
                run.err());
        assertTrue(Files.notExists(elsewhere));
        assertTrue(Files.isSymbolicLink(lock));
    }

    /** The program without root's right to every file. */
    private String refusal(String line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (OwnFiles.user() == 0) {
            String without = "-dac_override,-dac_read_search";
            command.addAll(List.of("setpriv", "--bounding-set=" + without, "--inh-caps=" + without));
        }
        command.addAll(Program.command(line.split(" ")));
        Program program = new Program(scratch);
        return program.fed("", command) + " " + program.err();
    }

    @Test
    void aStoreThatMayNotBeEnteredOrReplacedIsNotMissing() throws IOException, InterruptedException {
        Path dfMeta = raft.resolve("df_meta");
        String head = "7 metash: permission denied\n  where  " + dfMeta;
        String next = "\n  next   run metash as its owner\n";
        String denied = head + next;
        String importing = "import --raft-dir " + raft + " --db " + SAMPLE.toAbsolutePath();
        String before = Stores.text(raft);
        List<String> files = names();
        Files.setPosixFilePermissions(dfMeta, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertEquals(head + "\n  why    the directory is unchanged" + next, refusal(importing));
        Files.setPosixFilePermissions(dfMeta, PosixFilePermissions.fromString("---------"));
        assertEquals(denied, refusal("verify " + raft));
        assertEquals(denied, refusal("export --raft-dir " + raft + " --db " + scratch.resolve("x.ndjson")));
        Files.setPosixFilePermissions(dfMeta, PosixFilePermissions.fromString("rwx------"));
        assertEquals(before, Stores.text(raft));
        assertEquals(files, names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith(".xdg"))
                    .sorted()
                    .toList();
        }
    }
}
