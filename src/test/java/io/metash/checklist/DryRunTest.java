package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.backup.Manifest;
import io.metash.command.CommandRun;
import io.metash.command.StateDirectory;
import io.metash.testing.LiveService;
import io.metash.testing.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --dry-run} prints the steps of the real run and changes nothing. */
class DryRunTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson").toAbsolutePath();
    private static final long DAY_MS = 86_400_000;

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();

    @BeforeEach
    void ownState() {
        run.context().use(new StateDirectory(scratch.resolve("state")));
    }

    @Test
    void r57_ofASnapshot() throws IOException {
        try (LiveService service = new LiveService(scratch)) {
            service.put("a/1=x", "b/1=x");
            run.ok("connect " + service.address() + " as live --admin " + service.admin());
            for (String line : List.of("trigger-snapshot --wait", "trigger-snapshot")) {
                String layout = run.ok("keys-layout");
                String plan = run.ok(line + " --dry-run");
                assertEquals("write a snapshot, through " + service.admin() + "\n", plan);
                assertEquals("dry run: 1 step, nothing was done\n", run.err());
                assertEquals(layout, run.ok("keys-layout"));
                run.ok(line);
                assertTrue(run.err().endsWith(plan), run.err());
            }
            assertEquals("a 1\nb 1\n 2\n", run.ok("keys-layout --depth 1"));
            assertEquals(
                    2, Files.readAllLines(scratch.resolve("state/audit.ndjson")).size());
            run.ok("disconnect");
        }
    }

    /** Exports of three nights, derived from one: one line per night, and as many files. */
    @Test
    void r57_ofAShelf() throws IOException {
        Path shelf = Files.createDirectory(scratch.resolve("shelf"));
        Path raft = scratch.resolve("raft");
        run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
        Path model = scratch.resolve("model.ndjson");
        run.ok("export --raft-dir " + raft + " --db " + model);
        Manifest made = Manifest.of(model);
        for (int night = 1; night <= 3; night++) {
            Path file = Files.copy(model, shelf.resolve("night-" + night + ".ndjson"));
            Files.write(Manifest.nameFor(file), at(made, night * DAY_MS).bytesOfFile());
        }
        TreeMap<String, String> before = Stores.tree(shelf);
        String line = "backups prune " + shelf + " --keep-daily 1";
        String plan = run.ok(line + " --dry-run");
        String output = run.err();
        assertEquals(2, plan.lines().count(), plan);
        assertEquals(before, Stores.tree(shelf));
        run.ok(line + " --yes-i-mean shelf");
        // The same lines about kept and removed backups, then each removed one again.
        String kept = output.substring(0, output.indexOf("dry run: "));
        assertTrue(run.err().startsWith(kept + "plan: 2 steps\n"), run.err());
        assertTrue(run.err().endsWith("\n" + plan), run.err());
        assertEquals(
                List.of("night-3.ndjson", "night-3.ndjson.manifest"),
                List.copyOf(Stores.tree(shelf).keySet()));
    }

    private static Manifest at(Manifest one, long timeMs) {
        return new Manifest(
                timeMs,
                one.tool(),
                one.source(),
                one.dataVersion(),
                one.committed(),
                one.lastApplied(),
                one.lastLog(),
                one.membership(),
                one.nodes(),
                one.families(),
                one.records(),
                one.bytes(),
                one.sha256(),
                one.crc32c(),
                one.textBytes(),
                one.textSha256());
    }

    @Test
    void r57_ofANewCluster() throws IOException {
        Path plan = scratch.resolve("one.plan.json");
        Path raft = scratch.resolve("raft-1");
        run.ok("init-cluster plan --db " + SAMPLE + " --out " + plan + " --node 1=127.0.0.1:29103=" + raft);
        String line = "init-cluster apply --ports-in-use " + plan;
        TreeMap<String, String> before = Stores.tree(scratch);
        String shown = masked(run.ok(line + " --dry-run"));
        assertTrue(run.err().endsWith("dry run: nothing was done\n"), run.err());
        assertEquals(before, Stores.tree(scratch));
        assertTrue(shown.contains("node 1: " + raft + " is created\n"), shown);
        run.ok(line + " --yes-i-mean '1 node'");
        String done = masked(run.err());
        assertTrue(done.startsWith(shown), () -> shown + "\nis not how this begins:\n" + done);
        // A long path is on a line of its own.
        assertTrue(done.replace("\n  " + raft, " " + raft).contains("  node 1: swapped in, " + raft + "\n"), done);
        // Now another one: the existing store is moved to the path in the plan.
        run.ok("init-cluster plan --db " + SAMPLE + " --out " + plan + ".2 --node 2=127.0.0.1:29103=" + raft);
        line = line + ".2";
        String again = run.ok(line + " --dry-run");
        String aside = raft + ".metash-old-";
        assertTrue(again.contains("is moved to " + aside + "TIME; the new store"), again);
        run.ok(line + " --yes-i-mean '1 node'");
        assertTrue(run.err().replaceAll("\\s+", " ").contains("previous store kept in " + aside + "20"), run.err());
    }

    /** The minute may have changed. */
    private static String masked(String text) {
        return text.replaceAll("clock: [0-9 :-]+ UTC", "clock: TIME");
    }

    /** Every command that writes to the audit log has a dry run; the dialogues show their plan before they ask. */
    @Test
    void r57_everyCommandThatWritesAFileHasADryRun() throws IOException {
        int commands = 0;
        try (var all = Files.walk(Path.of("src/main/java/io/metash/command"))) {
            for (Path file : (Iterable<Path>) all.filter(f -> f.toString().endsWith("Command.java"))::iterator) {
                String source = Files.readString(file);
                if (source.contains("Audit.record(")) {
                    commands++;
                    assertTrue(source.contains("dryRun.given()"), file + " has no --dry-run");
                }
            }
        }
        assertTrue(commands > 10, commands + " commands");
    }
}
