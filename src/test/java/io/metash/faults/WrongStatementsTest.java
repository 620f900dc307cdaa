package io.metash.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.backup.Manifest;
import io.metash.command.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages claim only what was checked. */
class WrongStatementsTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson");

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();

    /** The sample at an earlier entry: its log, without state machine. */
    private Path earlier(int last) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(SAMPLE)) {
            if (line.contains("\"Committed\":")) {
                text.append(line.replaceAll("\"index\":\\d+", "\"index\":" + last))
                        .append('\n');
            } else if (line.contains("\"Purged\":")) {
                text.append("[\"raft_log\",{\"Purged\":null}]\n");
            } else if (!line.startsWith("[\"state_machine") && !line.contains("LogEntry")) {
                text.append(line).append('\n');
            }
        }
        for (int i = 0; i <= last; i++) {
            String payload = i == 0
                    ? "{\"Membership\":{\"configs\":[[1]],\"nodes\":{\"1\":{}}}}"
                    : "{\"Normal\":{\"time_ms\":1667290000000,\"cmd\":{\"UpsertKV\":{\"key\":\"k\",\"seq\":{\"GE\":0},"
                            + "\"value\":{\"Update\":[1]},\"value_meta\":null}}}}";
            text.append("[\"raft_log\",{\"LogEntry\":{\"log_id\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":")
                    .append(i)
                    .append("},\"payload\":")
                    .append(payload)
                    .append("}}]\n");
        }
        return Files.writeString(scratch.resolve("earlier.ndjson"), text);
    }

    @Test
    void anImportOverANewerStoreIsAnnounced() throws IOException {
        Path raft = scratch.resolve("raft");
        run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
        Path earlier = earlier(20);
        String newer = "the input ends at T1-N0.20, ";
        assertEquals(0, run.status("import --dry-run --raft-dir " + raft + " --db " + earlier), run.err());
        assertTrue(run.out().contains("note: " + newer), run.out());
        assertEquals(0, run.status("import --raft-dir " + raft + " --db " + earlier), run.err());
        String output = run.err();
        assertTrue(output.contains("the existing store in " + raft + ", which ends at T1-N0.83"), output);
        assertTrue(output.indexOf(newer) < output.indexOf("imported "), output);
        assertEquals(0, run.status("import --raft-dir " + raft + " --db " + SAMPLE), run.err());
        assertTrue(!run.err().contains("the input ends at"), run.err());
    }

    @Test
    void aPlanOverANewerStoreIsReported() throws IOException {
        Path raft = scratch.resolve("n1");
        run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
        Path plan = scratch.resolve("p.json");
        Path earlier = earlier(20);
        String arguments = " --db " + earlier + " --node 1=127.0.0.1:28103=" + raft;
        String newer = "note: node 1: the backup ends at T1-N0.20, ";
        String end = "before the existing store in " + raft + ", which ends at T1-N0.83\n";
        run.ok("init-cluster plan --dry-run" + arguments + " --out " + plan);
        assertTrue(run.err().startsWith(newer) && run.err().contains(end), run.err());
        run.ok("init-cluster plan" + arguments + " --out " + plan);
        assertTrue(run.err().startsWith(newer) && run.err().contains(end + "plan written: "), run.err());
        run.ok("init-cluster plan --db " + SAMPLE + " --node 1=127.0.0.1:28103=" + raft + " --out "
                + scratch.resolve("same.json"));
        assertTrue(run.err().startsWith("plan written: "), run.err());
        run.status("init-cluster apply " + plan + " --dry-run --ports-in-use");
        assertTrue(
                (run.out() + run.err()).replaceAll("\\s+", " ").contains("the backup ends at T1-N0.20, "),
                run.out() + run.err());
        assertEquals(0, run.status("init-cluster --db " + earlier + " --node 1=127.0.0.1:28103=" + raft), run.err());
        assertTrue(run.err().contains("node 1: note: the input ends at T1-N0.20, "), run.err());
    }

    @Test
    void aRollbackToAnOlderStoreIsReported() throws IOException {
        Path raft = scratch.resolve("raft");
        Path earlier = earlier(20);
        String rollback = "rollback --raft-dir " + raft;
        String newer = "note: the kept store ends at T1-N0.20, ";
        String end = "before the existing store in " + raft + ", which ends at T1-N0.83\n";
        run.ok("import --raft-dir " + raft + " --db " + earlier);
        run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
        run.ok(rollback + " --dry-run");
        assertTrue(run.out().contains(newer) && run.out().endsWith(end), run.out());
        run.ok(rollback);
        assertTrue(run.err().startsWith(newer), run.err());
        assertTrue(run.err().contains(end + raft + " has its previous store again\n"), run.err());
        run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
        run.ok("import --raft-dir " + raft + " --db " + earlier);
        assertEquals(1, run.ok(rollback + " --dry-run").lines().count(), run.out());
        run.ok(rollback);
        assertTrue(run.err().startsWith(raft + " has its previous store again\n"), run.err());
    }

    @Test
    void aPlanRollbackToAnOlderStoreIsReported() throws IOException {
        Path raft = scratch.resolve("n1");
        for (Path before : new Path[] {earlier(20), SAMPLE}) {
            run.ok("import --raft-dir " + raft + " --db " + before);
            Path plan = scratch.resolve("p.json");
            run.ok("init-cluster plan --db " + SAMPLE + " --node 1=127.0.0.1:28103=" + raft + " --out " + plan);
            run.ok("init-cluster apply " + plan + " --ports-in-use --yes-i-mean '1 node'");
            boolean older = before != SAMPLE;
            String dryRun = run.ok("init-cluster rollback " + plan + " --dry-run");
            run.ok("init-cluster rollback " + plan);
            String newer = "note: the kept store ends at T1-N0.20, ";
            assertEquals(older, dryRun.contains(newer), dryRun);
            assertEquals(older, run.err().startsWith(newer), run.err());
            assertEquals(older, run.err().contains("before the existing store in " + raft), run.err());
            run.ok("init-cluster --db " + SAMPLE + " --node 1=127.0.0.1:28103=" + raft);
            String journal = run.err().replaceAll("(?s).*journal: (\\S+)\n.*", "$1");
            assertEquals(
                    older, run.ok("rollback --dry-run --journal " + journal).contains(newer), run.out());
            run.ok("rollback --journal " + journal);
            assertEquals(older, run.err().startsWith(newer), run.err());
        }
    }

    @Test
    void anExportOverANewerExportIsReported() throws IOException {
        Path old = scratch.resolve("old");
        Path now = scratch.resolve("now");
        run.ok("import --raft-dir " + old + " --db " + earlier(20));
        run.ok("import --raft-dir " + now + " --db " + SAMPLE);
        Path file = scratch.resolve("b.ndjson");
        String newer = "note: this export ends at T1-N0.20, before the existing export in " + file
                + ", which ends at T1-N0.83\n";
        for (String manifest : new String[] {"", " --no-manifest"}) {
            run.ok("export --raft-dir " + now + " --db " + file + manifest);
            assertTrue(!run.err().contains("before the existing export"), run.err());
            run.ok("export --raft-dir " + old + " --db " + file);
            assertTrue(run.err().startsWith(newer), run.err());
            run.ok("export --raft-dir " + old + " --db " + file);
            assertTrue(!run.err().contains("before the existing export"), run.err());
        }
    }

    @Test
    void doctorReportsAnExportKilledInItsLastStep() throws IOException {
        Path raft = scratch.resolve("raft");
        run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
        Path file = scratch.resolve("b.ndjson");
        run.ok("export --raft-dir " + raft + " --db " + file);
        Path hidden = scratch.resolve(".b.ndjson.manifest.new");
        Files.move(Manifest.nameFor(file), hidden);
        assertEquals(1, run.status("doctor " + file), run.err());
        String output = run.out();
        assertTrue(
                output.contains("to do: an export to this file was killed in its last step: its manifest is " + hidden),
                output);
        assertTrue(output.contains("type: ! mv " + hidden + " " + Manifest.nameFor(file)), output);
        run.ok("export --raft-dir " + raft + " --db " + file);
        assertTrue(Files.notExists(hidden));
    }

    @Test
    void aManifestOfAnotherBackupIsReported() throws IOException {
        Path raft = scratch.resolve("raft");
        run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
        Path large = scratch.resolve("large.ndjson");
        run.ok("export --raft-dir " + raft + " --db " + large);
        Path small = earlier(20);
        Files.copy(Manifest.nameFor(large), Manifest.nameFor(small));
        assertEquals(3, run.status("verify " + small));
        assertEquals(
                """
                PLACE: damaged
                  what    the manifest next to it belongs to another backup: it has last applied T1-N0.83 and last log T1-N0.83, the file last applied nothing and last log T1-N0.20
                  why     the file itself is consistent, and nothing proves that it is complete
                  next    find its own manifest, or move this one away: ! mv PLACE.manifest PLACE.manifest.other
                """,
                run.out()
                        .lines()
                        .limit(4)
                        .map(line -> line + "\n")
                        .reduce("", String::concat)
                        .replace(small.toString(), "PLACE"));
    }

    @Test
    void anImportWithAcceptedChecksClaimsLess() throws IOException {
        Path part = Files.writeString(
                scratch.resolve("part.ndjson"),
                Files.readString(SAMPLE).replaceAll("(?m)^.*\"Nodes\":\\{\"key\":3.*\\n", ""));
        String command = "import --raft-dir " + scratch.resolve("raft") + " --db " + part;
        assertEquals(4, run.status(command), run.err());
        assertEquals(0, run.status(command + " --accept member-without-node"), run.err());
        assertTrue(
                run.err()
                        .contains("read back and compared: the store holds the records of the input; checks that may"
                                + " fail: member-without-node\n"),
                run.err());
    }

    @Test
    void aLogWithoutStateMachineHasNoAsOf() throws IOException {
        assertEquals(0, run.status("verify " + earlier(3)), run.err());
        assertTrue(run.out().contains("4 log entries (T1-N0.0 to T1-N0.3); no state machine"), run.out());
    }

    /** A rollback undoes the last import only. */
    @Test
    void doctorOffersTheRollbackForTheLastImportOnly() throws IOException {
        Path raft = scratch.resolve("raft");
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
            found.addAll(run.ok("doctor " + raft)
                    .lines()
                    .filter(line -> line.contains("import"))
                    .map(line -> line.replaceFirst("^[0-9]+\\. ", "").replaceFirst(": /.*", ""))
                    .map(line -> line.replaceAll(scratch + "/|-[-0-9]{10,}", ""))
                    .toList());
        }
        String earlier = "an earlier import into this directory is recorded";
        String last = "the store that an import replaced is kept";
        assertEquals(
                List.of(
                        "the last import can be undone; there was no store before it",
                        earlier,
                        last,
                        earlier,
                        "a store that an earlier import replaced is kept",
                        last),
                found);
    }

    @Test
    void theManifestOfALinkedExportIsNamedWhereItIs() throws IOException {
        Path link = Files.createSymbolicLink(scratch.resolve("link"), Path.of("file"));
        Path manifest = scratch.toRealPath().resolve("file.manifest");
        for (int i = 0; i < 2; i++) {
            run.ok("import --raft-dir " + scratch.resolve("raft") + " --db " + SAMPLE);
            assertEquals(0, run.status("export --raft-dir " + scratch.resolve("raft") + " --db " + link), run.err());
            assertTrue(run.err().contains("manifest: " + manifest + ", "), run.err());
            assertTrue(Files.exists(manifest));
        }
    }

    /** A kept store may be the only one. */
    @Test
    void doctorOffersNoRemovalWhereThereIsNoStore() throws IOException {
        Path raft = scratch.resolve("raft");
        run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
        run.ok("import --raft-dir " + raft + " --db " + SAMPLE);
        Files.move(raft, scratch.resolve("moved"));
        String output = run.ok("doctor " + raft);
        assertTrue(output.contains("kept by an import of this directory: "), output);
        assertTrue(!output.contains("rm -r"), output);
    }
}
