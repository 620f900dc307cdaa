package io.metash.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.command.CommandContext;
import io.metash.output.Io;
import io.metash.testing.Await;
import io.metash.testing.Captured;
import io.metash.testing.LiveService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of src/examples work as documented. */
class ReadyScriptsTest {
    private static final Path FOLDER = Path.of("src/examples");

    @TempDir
    Path scratch;

    private Path raft;
    private Path backup;
    private String out;
    private String err;

    @BeforeEach
    void store() throws IOException {
        raft = scratch.resolve("raft");
        backup = scratch.resolve("backup.ndjson");
        assertEquals(
                0,
                run(io -> Shell.text(
                        Commands.table(),
                        io,
                        ShellOptions.standard(),
                        "import --raft-dir '" + raft + "' --db src/examples/sample.ndjson; export --raft-dir '" + raft
                                + "' --db '" + backup + "'",
                        List.of())),
                err);
    }

    private interface Start {
        int run(Io io) throws IOException;
    }

    private int run(Start start) throws IOException {
        Captured captured = new Captured();
        int status = start.run(captured.io());
        out = captured.out();
        err = captured.err();
        return status;
    }

    private int script(String name, Object... arguments) throws IOException {
        List<String> words = Stream.of(arguments).map(Object::toString).toList();
        return run(io ->
                Shell.file(Commands.table(), io, ShellOptions.standard(), FOLDER.resolve(name + ".metash"), words));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void checkFindsNoMistakes() throws IOException {
        List<String> scripts =
                names(FOLDER).stream().filter(n -> n.endsWith(".metash")).toList();
        assertEquals(
                List.of("health-report.metash", "move-cluster.metash", "nightly-backup.metash", "restore-drill.metash"),
                scripts);
        try (CommandContext context = new CommandContext(
                Commands.table(), new Io(null, System.out, System.err, false, false, false, () -> 80), false, false)) {
            for (String script : scripts) {
                assertEquals(
                        List.of(),
                        new Interpreter(context, ShellOptions.standard())
                                .check(FOLDER.resolve(script).toString()));
                assertTrue(Files.isExecutable(FOLDER.resolve(script)), script);
            }
        }
    }

    @Test
    void nightlyBackupWorks() throws IOException, InterruptedException {
        Path directory = scratch.resolve("backups");
        assertEquals(0, script("nightly-backup", raft, directory, "prod"), err);
        String first = names(directory.resolve("prod")).get(0);
        assertTrue(
                out.contains(directory.resolve("prod").resolve(first).toString()) && first.endsWith(".ndjson.zst"),
                out);
        // The names of backups have a resolution of one second.
        long second = Instant.now().getEpochSecond();
        Await.until("the second is over", () -> Instant.now().getEpochSecond() > second);
        assertEquals(0, script("nightly-backup", raft, directory, "prod"), err);
        List<String> left = names(directory.resolve("prod"));
        assertEquals(2, left.size(), "of one day one stays, with its manifest: " + left);
        assertTrue(!left.contains(first), left + " holds " + first);
    }

    @Test
    void nightlyBackupOfARunningService() throws IOException {
        try (LiveService live = new LiveService(scratch)) {
            live.put("a=1", "b=2");
            assertEquals(0, script("nightly-backup", live.address(), scratch.resolve("backups"), "live"), err);
        }
    }

    /** A store that cannot be read gives no backup, and nothing is deleted. */
    @Test
    void nightlyBackupReportsFailure() throws IOException {
        Path directory = scratch.resolve("backups");
        assertEquals(0, script("nightly-backup", raft, directory, "prod"), err);
        List<String> before = names(directory.resolve("prod"));
        assertEquals(7, script("nightly-backup", scratch.resolve("nowhere"), directory, "prod"), err);
        assertTrue(err.contains("nightly-backup.metash:17:1"), err);
        assertEquals(before, names(directory.resolve("prod")));
    }

    @Test
    void healthReportWorks() throws IOException {
        assertEquals(0, script("health-report", raft), err);
        for (String part : List.of("== " + raft + " at ", "membership ", "__fd_", "consistent", "== Members")) {
            assertTrue(out.contains(part), part + " in\n" + out);
        }
        try (LiveService live = new LiveService(scratch)) {
            live.put("a=1");
            assertEquals(0, script("health-report", live.address()), err);
            assertTrue(out.contains("== Members"), out);
        }
    }

    @Test
    void moveClusterWorks() throws IOException {
        Path directory = scratch.resolve("new");
        assertEquals(
                0,
                script("move-cluster", backup, directory, "10.1.0.1:28103", "10.1.0.2:28103", "10.1.0.3:28103"),
                err + out);
        for (int node = 1; node <= 3; node++) {
            int id = node;
            assertEquals(
                    0,
                    run(io -> Shell.text(
                            Commands.table(),
                            io,
                            ShellOptions.standard(),
                            "connect '" + directory + "/n" + id + "'; status",
                            List.of())),
                    err);
            assertTrue(out.contains("10.1.0.3:28103") && out.contains("voters 1 2 3"), out);
        }
    }

    @Test
    void restoreDrillWorks() throws IOException {
        assertEquals(0, script("restore-drill", backup, scratch.resolve("drill")), err + out);
        assertTrue(out.contains("The backup can be restored."), out);
        Files.write(
                backup,
                Files.readString(backup)
                        .replace("\"data\":[49]", "\"data\":[50]")
                        .getBytes(StandardCharsets.UTF_8));
        assertEquals(3, script("restore-drill", backup, scratch.resolve("drill2")), err + out);
    }
}
