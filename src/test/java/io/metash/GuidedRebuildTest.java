package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.command.CommandRun;
import io.metash.files.Disk;
import io.metash.testing.Program;
import io.metash.testing.Stores;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rebuilds a cluster of three nodes with changed addresses from the shipped sample, in a real terminal, and compares
 * the screens with {@code src/test/resources/screens}; {@code METASH_SCREENS=write} writes them.
 */
class GuidedRebuildTest {
    private static final Path SCREENS = Path.of("src/test/resources/screens");
    private static final String END = "(?s).*\nended with \\d+";
    private static final int MAX_ANSWERS = 12;
    private static final long MAX_MS = 180_000;

    /** A name of fixed length, so lines wrap at the same places. */
    private final Path work = Path.of(
            "/tmp", "metash-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 41), 36));

    private final int[] ports = new int[6];
    private final StringBuilder screens = new StringBuilder();
    private int answers;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(Tmux.present(), "tmux is not installed");
        Files.createDirectory(work);
        Files.copy(Path.of("src/examples/sample.ndjson"), work.resolve("backup.ndjson"));
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < ports.length; i++) {
            held.add(new ServerSocket(0));
            ports[i] = held.get(i).getLocalPort();
        }
        for (ServerSocket one : held) {
            one.close();
        }
    }

    @AfterEach
    void tidy() throws IOException {
        Disk.real().deleteTree(work);
    }

    private Tmux guide(int columns, int rows, String... options) throws IOException, InterruptedException {
        return new Tmux(
                columns,
                rows,
                "cd " + work + "; env XDG_STATE_HOME=" + work + "/state XDG_CACHE_HOME=" + work
                        + "/cache METASH_CALLER_LOCALE=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC "
                        + String.join(" ", Program.command("init-cluster")) + " " + String.join(" ", options)
                        + "; echo ended with $?; sleep 60");
    }

    private void answer(Tmux terminal, String text, String next) throws IOException, InterruptedException {
        terminal.type(text).press("Enter");
        answers++;
        keep(next.equals(END) ? terminal.await(screen -> screen.matches(END)) : terminal.awaitEnd(next));
    }

    /** The questions of every branch that makes three nodes: the offered ids, changed addresses. */
    private void answerIdsAndAddresses(Tmux terminal) throws IOException, InterruptedException {
        answer(terminal, "", "[1 2 3] >");
        answer(terminal, "", "[localhost:28103] >");
        answer(terminal, at(0), "[localhost:28203] >");
        answer(terminal, at(1), "[localhost:28303] >");
        answer(terminal, at(2), "[127.0.0.1:9191 127.0.0.1:9291 127.0.0.1:9391] >");
        answer(terminal, at(3) + " " + at(4) + " " + at(5), "[/var/lib/databend/raft-{id}] >");
    }

    /** The screen without parts that vary between runs. */
    private void keep(String screen) {
        String masked = screen.replace(work.toString(), "/tmp/metash-12345678")
                .replaceAll("rebuild-[0-9a-f]{10}", "rebuild-0123456789")
                .replaceAll("Plan [0-9a-f]{10}", "Plan 0123456789")
                .replaceAll("records, 114.0 KB in [^\n]*", "records, 114.0 KB in 0.1 s (1.00 MB/s)")
                .replaceAll("metash-old-[0-9]{8}-[0-9]{6}-[0-9]{3}", "metash-old-20261126-120000-000")
                .replaceAll("clock: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d", "clock: 2026-11-26 12:00")
                .replaceAll("(?m) +$", "");
        for (int i = 0; i < ports.length; i++) {
            masked = masked.replace("127.0.0.1:" + ports[i], "127.0.0.1:" + (29101 + i));
        }
        screens.append("==== screen ").append(answers).append(" ====\n");
        screens.append(masked.stripTrailing()).append('\n');
    }

    private void compare(String name) throws IOException {
        Path file = SCREENS.resolve(name);
        if ("write".equals(System.getenv("METASH_SCREENS"))) {
            Files.createDirectories(SCREENS);
            Files.writeString(file, screens);
        }
        assertEquals(Files.readString(file), screens.toString());
    }

    private String at(int port) {
        return "127.0.0.1:" + ports[port];
    }

    @Test
    void threeNodesWithOtherAddresses() throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Tmux terminal = guide(110, 60)) {
            keep(terminal.awaitEnd("\n>"));
            answer(terminal, "1", "[backup.ndjson] >");
            answer(terminal, "", "[none] >");
            answerIdsAndAddresses(terminal);
            answer(terminal, work + "/raft-{id}", "[write the plan] >");
            answer(terminal, "3 nodes", "y/N >");
            answer(terminal, "", END);
        }
        assertTrue(answers <= MAX_ANSWERS, answers + " answers");
        assertTrue((System.nanoTime() - start) / 1_000_000 < MAX_MS);
        for (int id = 1; id <= 3; id++) {
            String store = Stores.text(work.resolve("raft-" + id));
            for (int i = 0; i < 3; i++) {
                assertTrue(store.contains("\"port\":" + ports[i]), store);
            }
        }
        compare("guided-rebuild.txt");
    }

    /** Node 1 is the most advanced, node 2 lacks entries and its snapshot, node 3 cannot be read. */
    private void directories() throws IOException {
        List<String> sample = Files.readAllLines(work.resolve("backup.ndjson"));
        Files.delete(work.resolve("backup.ndjson"));
        CommandRun run = new CommandRun();
        for (int id = 1; id <= 3; id++) {
            List<String> lines = new ArrayList<>();
            for (String line : sample) {
                boolean late = line.matches(".*LogEntry.*\"index\":(8[0-3])\\},.*") || line.contains("state_machine/0");
                if (id != 2 || !late) {
                    lines.add(line.replace("\"NodeId\":1", "\"NodeId\":" + id));
                }
            }
            Path file = Files.write(work.resolve("b.ndjson"), lines);
            run.ok("import --accept purged-ahead --accept log-starts-late --raft-dir " + work.resolve("d" + id)
                    + " --db " + file);
            Files.delete(file);
        }
        Files.write(work.resolve("d3/df_meta/V004/log/r-00_000_000_000_000_000_000.wal"), new byte[] {1, 2, 3, 4});
    }

    @Test
    void severalDirectoriesOfAStoppedCluster() throws IOException, InterruptedException {
        directories();
        try (Tmux terminal = guide(110, 70)) {
            keep(terminal.await("\n>"));
            answer(terminal, "4", "separated by blanks\n>");
            answer(terminal, work + "/d*", "[none] >");
            answerIdsAndAddresses(terminal);
            answer(terminal, work + "/d{id}", "[write the plan] >");
            answer(terminal, "3 nodes", "y/N >");
            answer(terminal, "", END);
        }
        assertTrue(answers <= MAX_ANSWERS, answers + " answers");
        String store = Stores.text(work.resolve("d1"));
        for (int id = 2; id <= 3; id++) {
            assertEquals(
                    store.replace("[\"raft_log\",{\"NodeId\":1}]", "[\"raft_log\",{\"NodeId\":" + id + "}]"),
                    Stores.text(work.resolve("d" + id)));
        }
        compare("guided-several.txt");
    }

    @Test
    void tabCompletesPathsOutsideTheShell() throws IOException, InterruptedException {
        for (String options : new String[] {"", "--tls-domain meta.example --user=operator"}) {
            try (Tmux terminal = guide(80, 24, options)) {
                terminal.awaitEnd("\n>");
                answer(terminal, "1", "[backup.ndjson] >");
                terminal.type("bac").press("Tab");
                terminal.awaitEnd("[backup.ndjson] > backup.ndjson");
                terminal.press("Enter").awaitEnd("[none] >");
                terminal.type("b").press("Tab");
                terminal.awaitEnd("[none] > backup.ndjson");
                terminal.press("C-c");
                terminal.await("ended with 130");
            }
        }
    }

    /** The questions fit on a small screen; leaving changes nothing. */
    @Test
    void ctrlCLeavesTheGuide() throws IOException, InterruptedException {
        try (Tmux terminal = guide(80, 24)) {
            keep(terminal.awaitEnd("\n>"));
            answer(terminal, "2", "[backup.ndjson] >");
            answer(terminal, "?", "anything.\n[backup.ndjson] >");
            answer(terminal, "no-such-file", "(no-such-file)\n[backup.ndjson] >");
            answer(terminal, "", "[none] >");
            answer(
                    terminal,
                    "back",
                    "[none] > back\n\n"
                            + "The backup: an export file, a directory or shelf of backups, a URL in object\n"
                            + "storage, or a Raft directory\n"
                            + "[backup.ndjson] >");
            terminal.press("C-c");
            terminal.await("ended with 130");
        }
        compare("guided-rebuild-left.txt");
        try (var all = Files.list(work)) {
            assertEquals(
                    List.of("backup.ndjson", "cache"),
                    all.map(p -> p.getFileName().toString()).sorted().toList());
        }
    }
}
