package io.metash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.rebuild.RebuildPlan;
import io.metash.testing.Processes;
import io.metash.testing.Program;
import io.metash.testing.RunResult;
import io.metash.testing.TestData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Databend starts on the directory of a plan; {@code check} agrees with SQL. */
@Tag("real")
class RealRebuildTest {
    private static final String OWN = "database NOT IN ('system', 'information_schema')";
    private static final String[] LOOK = {
        "SELECT concat('databases=', to_string(count(*))) FROM system.databases WHERE catalog = 'default' AND name NOT"
                + " IN ('system', 'information_schema')",
        "SELECT concat('tables=', to_string(count(*))) FROM system.tables WHERE catalog = 'default' AND " + OWN
    };
    private static final int PORTS = 40;
    private static final int FIRST_PORT = 40_000;
    /** The maximum time that a single voter may take to elect itself on a busy machine. */
    private static final long ELECTION_NANOS = 60_000_000_000L;

    @TempDir
    Path scratch;

    @BeforeEach
    void rights() throws IOException, InterruptedException {
        String user = Processes.ok(List.of("id", "-u")).strip();
        assumeTrue(user.equals("0"), "only root can enter another network namespace");
    }

    private static long number(String lines, String name) {
        Matcher found = Pattern.compile(name + "=(\\d+)").matcher(lines);
        assertTrue(found.find(), lines);
        return Long.parseLong(found.group(1));
    }

    @ParameterizedTest
    @CsvSource({"rich-snap, 0", "rich, 0", "rich-snap, 5"})
    void checkMatchesSql(String name, int node) throws IOException, InterruptedException {
        Path plan = scratch.resolve("one.plan.json");
        Path raft = scratch.resolve("raft");
        Path backup = TestData.file("real/" + name + ".export.ndjson");
        Processes.ok(Program.command(
                "init-cluster",
                "plan",
                "--db",
                backup.toString(),
                "--node",
                node + "=localhost:40009=" + raft,
                "--out",
                plan.toString()));
        Processes.ok(Program.command("init-cluster", "apply", plan.toString(), "--yes-i-mean", "1 node"));
        RebuildPlan made = RebuildPlan.read(plan);
        Path home = scratch.resolve("booted");
        List<String> boot = new ArrayList<>(List.of("scripts/real-databend", "boot", raft.toString(), home.toString()));
        boot.addAll(List.of(LOOK));
        String shown = Processes.ok(boot);
        assertEquals(made.backup().databases(), number(shown, "databases"), shown);
        assertEquals(made.backup().tables(), number(shown, "tables"), shown);
        held(raft, plan);
    }

    /** Runs a Databend on copies of the directory, and the check. */
    private void held(Path raft, Path plan) throws IOException, InterruptedException {
        Path home = scratch.resolve("held");
        for (int port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
            Path directory = Files.createDirectories(home.resolve("meta/MetaStoreProvider-created-" + port));
            Processes.ok(List.of(
                    "cp", "-a", raft.toString(), directory.resolve("raft_dir").toString()));
        }
        Process databend = new ProcessBuilder("scripts/real-databend", "hold", home.toString(), "SELECT 1")
                .redirectError(scratch.resolve("held.err").toFile())
                .start();
        try {
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(databend.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            assertTrue(line != null, () -> "it did not start");
            Matcher pid = Pattern.compile("\"pid\": (\\d+)").matcher(line);
            assertTrue(pid.find(), line);
            int checked = 0;
            Matcher port = Pattern.compile("\\b4\\d{4}\\b").matcher(line.substring(line.indexOf("ports")));
            while (port.find()) {
                checked += check(pid.group(1), port.group(), plan) ? 1 : 0;
            }
            assertTrue(checked >= 2, line);
        } finally {
            databend.getOutputStream().close();
            databend.waitFor();
        }
    }

    /** Whether a store answers on the port; if so, check must report agreement once the node has elected itself. */
    private boolean check(String pid, String port, Path plan) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nsenter", "-t", pid, "-n"));
        command.addAll(Program.command("init-cluster", "check", plan.toString(), "--endpoint", "127.0.0.1:" + port));
        long deadlineNanos = System.nanoTime() + ELECTION_NANOS;
        while (true) {
            RunResult result = Processes.run(command);
            String out = result.out();
            int status = result.status();
            if (out.contains("not reached")) {
                return false;
            }
            boolean electing = out.contains(": Follower, ") || out.contains(": Candidate, ");
            if (status != 0 && electing && System.nanoTime() < deadlineNanos) {
                continue;
            }
            assertEquals(0, status, out);
            assertTrue(out.contains("ok    leader: ") && out.contains("ok    members: "), out);
            assertTrue(
                    out.contains("exactly those of the backup") || out.contains("all keys of the backup exist"), out);
            return true;
        }
    }
}
