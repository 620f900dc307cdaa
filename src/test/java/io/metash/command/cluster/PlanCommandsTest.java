package io.metash.command.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandRun;
import io.metash.command.StateDirectory;
import io.metash.output.Io;
import io.metash.testing.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** Commands on a plan: bundle for another host, resume after Ctrl-C, rollback. */
class PlanCommandsTest extends GuideFixture {
    @Test
    void aBundleIsAppliedOnAnotherHost() throws IOException, InterruptedException {
        CommandRun run = new CommandRun();
        Path plan = scratch.resolve("two.plan.json");
        Path backup = Files.copy(SAMPLE, scratch.resolve("backup.ndjson"));
        run.ok("init-cluster plan --db " + backup + " --out " + plan + " --node 1=127.0.0.1:1=" + scratch.resolve("n1")
                + " --node 2=127.0.0.2:1=" + scratch.resolve("n1"));
        // Both nodes are on this host; otherwise the printed commands name each node.
        assertTrue(run.err().endsWith("to apply it: init-cluster apply " + plan + "\n"), run.err());
        Path far = scratch.resolve("far.plan.json");
        run.ok("init-cluster plan --db " + backup + " --out " + far + " --node 1=127.0.0.1:1=" + scratch.resolve("n1")
                + " --node 2=meta-2.example:1=" + scratch.resolve("n1"));
        assertTrue(
                run.err()
                        .endsWith("its nodes are on several hosts; to apply it:\n  node 1, here:  init-cluster apply "
                                + far + " --only 1\n  node 2:  init-cluster bundle " + far
                                + " --only 2\n"
                                + "A bundle is one archive to copy to the node's host; it contains the"
                                + " commands to type there.\n"),
                run.err());
        Path archive = scratch.resolve("two.tar.gz");
        run.ok("init-cluster bundle " + plan + " --only 2 --out " + archive);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)));
        Path host = Files.createDirectory(scratch.resolve("host"));
        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", host.toString())
                .inheritIO()
                .start();
        assertEquals(0, tar.waitFor());
        Path directory;
        try (var all = Files.list(host)) {
            directory = all.findFirst().orElseThrow();
        }
        assertEquals(Files.readString(SAMPLE), Files.readString(directory.resolve("backup.ndjson")));
        String commands = Files.readString(directory.resolve("COMMANDS.txt"));
        assertTrue(
                commands.contains("metash init-cluster apply two.plan.json --only 2 --yes-i-mean 'node 2'"), commands);
        Files.delete(backup);
        Path carried = directory.resolve("two.plan.json");
        assertEquals(6, run.status("init-cluster apply " + carried + " --only 2"));
        assertEquals(
                0,
                run.status("init-cluster apply " + carried + " --only 2 --yes-i-mean 'node 2' --ports-in-use"),
                run.err());
        assertTrue(run.err().contains("node 2: swapped in"), run.err());
        assertTrue(Stores.text(scratch.resolve("n1")).contains("\"NodeId\":2"));
        assertEquals(7, run.status("init-cluster bundle " + plan + " --only 1"));
        assertEquals(2, run.status("init-cluster bundle " + plan));
    }

    /** Cancellation after the first node: the report lists finished and remaining nodes, resume and rollback. */
    @Test
    void stoppedBetweenTwoNodes() throws IOException {
        CommandRun run = new CommandRun();
        Path plan = scratch.resolve("three.plan.json");
        StringBuilder nodes = new StringBuilder();
        for (int id = 1; id <= 3; id++) {
            nodes.append(" --node " + id + "=127.0.0.1:" + id + "=" + scratch.resolve("n" + id));
        }
        run.ok("init-cluster plan --dry-run --db " + SAMPLE + " --out " + plan + nodes);
        assertFalse(Files.exists(plan));
        run.ok("init-cluster plan --db " + SAMPLE + " --out " + plan + nodes);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream watching = new PrintStream(err, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(line);
                if (line.startsWith("  node 1: swapped in")) {
                    context.cancel().ask();
                }
            }
        };
        Io io = new Io(null, watching, watching, false, false, false, () -> 300);
        context = new CommandContext(Commands.table(), io, true, false);
        context.use(new StateDirectory(scratch.resolve("state")));
        String apply = "apply " + plan + " --ports-in-use --yes-i-mean";
        java.util.List<String> words = new java.util.ArrayList<>(java.util.List.of("init-cluster"));
        words.addAll(java.util.List.of(apply.split(" ")));
        words.add("3 nodes");
        assertEquals(130, new CommandLineRunner(context).run(words));
        String printed = err.toString(StandardCharsets.UTF_8);
        assertTrue(
                printed.contains("Stopped on request.\n  done:      node 1 has its new store\n"
                        + "  not done:  node 2, node 3, unchanged\n  resume:    init-cluster resume " + plan
                        + "\n  undo:      init-cluster rollback " + plan + "\n"),
                printed);
        assertTrue(Files.exists(scratch.resolve("n1/df_meta")));
        assertFalse(Files.exists(scratch.resolve("n2")));
        assertEquals(
                "node 1: already has its store\nnode 2: gets its store in " + scratch.resolve("n2")
                        + "\nnode 3: gets its store in " + scratch.resolve("n3") + "\n",
                run.ok("init-cluster resume --dry-run --ports-in-use " + plan));
        assertFalse(Files.exists(scratch.resolve("n2")));
        assertEquals(0, run.status("init-cluster resume --ports-in-use " + plan), run.err());
        run.ok("init-cluster verify " + plan);
        assertEquals(0, run.status("init-cluster rollback " + plan), run.err());
        assertTrue(run.err().contains("undone: 3 nodes"), run.err());
    }
}
