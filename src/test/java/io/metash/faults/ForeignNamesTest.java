package io.metash.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.output.Printable;
import io.metash.record.Failure;
import io.metash.record.PathName;
import io.metash.record.Sha256;
import io.metash.testing.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Foreign names: in a plan with a new hash, and file names that are not UTF-8. */
class ForeignNamesTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson");

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();

    private Path plan() {
        Path plan = scratch.resolve("p.plan.json");
        run.ok("init-cluster plan --db " + SAMPLE + " --node 1=127.0.0.1:29101=" + scratch.resolve("n1") + " --out "
                + plan);
        return plan;
    }

    /** Changes a plan and recomputes its hash. */
    private static void sign(Path plan, String from, String to) throws IOException {
        String changed = Files.readString(plan).replaceFirst(from, to);
        assertTrue(changed.contains(to), changed);
        String open = changed.replaceAll("\"sha256\": \"[0-9a-f]{64}\"\\n}\\n$", "\"sha256\": \"\"\n}\n");
        String hash = Sha256.of(open.getBytes(StandardCharsets.UTF_8));
        Files.writeString(plan, open.replaceAll("\"sha256\": \"\"\\n}\\n$", "\"sha256\": \"" + hash + "\"\n}\n"));
    }

    @Test
    void aPlanReadsNoOtherFile() throws IOException {
        Files.writeString(Files.createDirectory(scratch.resolve("secret")).resolve("shadow"), "top-secret");
        for (String config :
                List.of("../secret/shadow", scratch.resolve("secret/shadow").toString(), "secret/shadow", "..")) {
            Path plan = plan();
            sign(plan, "\"config\": \"[^\"]+\"", "\"config\": \"" + config + "\"");
            assertEquals(
                    3, run.status("init-cluster bundle " + plan + " --only 1 --out " + scratch.resolve("b.tar.gz")));
            assertTrue(
                    run.err().contains("the configuration of node 1 is not the name of a file"),
                    config + ": " + run.err());
            assertTrue(Files.notExists(scratch.resolve("b.tar.gz")));
            Files.delete(plan);
        }
    }

    @Test
    void aBundlePacksNoOtherFileAsAManifest() throws IOException {
        Path secret = Files.writeString(scratch.resolve("secret"), "top-secret");
        Path backup = Files.copy(SAMPLE, scratch.resolve("b.ndjson"));
        Path plan = scratch.resolve("p.plan.json");
        run.ok("init-cluster plan --db " + backup + " --node 1=127.0.0.1:29101=/n1 --out " + plan);
        Path manifest = Files.createSymbolicLink(scratch.resolve("b.ndjson.manifest"), secret);
        Path bundle = scratch.resolve("b.tar.gz");
        assertEquals(3, run.status("init-cluster bundle " + plan + " --only 1 --out " + bundle));
        assertEquals(
                "metash: the manifest is damaged\n  where  " + manifest
                        + "\n  why    it does not end in its own SHA-256\n",
                run.err().replaceAll("(?m)^  next .*\n", ""));
        assertTrue(Files.notExists(bundle));
    }

    private String refusal(String backup, String directory, String plan) {
        assertEquals(
                2,
                run.status("init-cluster plan --db '" + backup + "' --node '1=127.0.0.1:29101=" + directory
                        + "' --out '" + plan + "'"));
        String refusal = run.err();
        assertEquals(
                2,
                run.status("init-cluster plan --dry-run --db '" + backup + "' --node '1=127.0.0.1:29101=" + directory
                        + "' --out '" + plan + "'"));
        assertEquals(refusal, run.err());
        return refusal.replace(scratch.toString(), "SCRATCH");
    }

    @Test
    void aPlanThatCannotBeReadBackIsNotWritten() throws IOException {
        Path odd = Files.copy(
                SAMPLE, Files.createDirectory(scratch.resolve("tab\there")).resolve("b.ndjson"));
        String good = scratch.resolve("p.plan.json").toString();
        String node = scratch.resolve("n1").toString();
        for (String control : List.of("\t", "\n", "\u001b", "\u007f", "\u0085", "\u200d", "\u202e", "\u2028")) {
            assertEquals(
                    """
                    metash: a plan cannot hold this name
                      where  SCRATCH/a%sb
                      why    the directory of node 1 is not an absolute path without control characters
                      next   use names without control characters
                    """
                            .formatted(Printable.text(control)),
                    refusal(
                            SAMPLE.toString(),
                            scratch.resolve("a" + control + "b").toString(),
                            good));
        }
        assertEquals(
                """
                metash: a plan cannot hold this name
                  where  SCRATCH/tab\\there/b.ndjson
                  why    a text in it has control characters
                  next   use names without control characters
                """,
                refusal(odd.toString(), node, good));
        for (String name : List.of("a\tb.plan.json", ".plan.json", ".p.plan.json", "-p.json")) {
            String config = name.replaceFirst("(\\.plan)?\\.json", "") + ".node-1.toml";
            assertEquals(
                    """
                    metash: a plan cannot hold this name
                      where  %s
                      why    the configuration of node 1 is not the name of a file in the plan's directory
                      next   use a file name without control characters that does not start with '.' or '-'
                    """
                            .formatted(Printable.text(config)),
                    refusal(SAMPLE.toString(), node, scratch.resolve(name).toString()));
        }
        try (Stream<Path> files = Files.list(scratch)) {
            assertEquals(List.of(odd.getParent()), files.toList());
        }
    }

    @Test
    void aNameThatIsNotUtf8IsRefused() {
        // Java replaces undecodable bytes by this character.
        Path name = scratch.resolve("caf\uFFFD");
        Failure refused = assertThrows(Failure.class, () -> PathName.require(name));
        assertEquals("2 a name in this path is not UTF-8", refused.status().code() + " " + refused.what());
        for (String command : List.of(
                "import --raft-dir NAME --db " + SAMPLE,
                "import --raft-dir " + scratch.resolve("r") + " --db NAME",
                "verify NAME",
                "export --raft-dir " + scratch.resolve("r") + " --db NAME",
                "backup --raft-dir " + scratch.resolve("r") + " --to NAME")) {
            run.status("import --raft-dir " + scratch.resolve("r") + " --db " + SAMPLE);
            int status = run.status(command.replace("NAME", name.toString()));
            assertTrue(status == 2 || status == 7, command + ": " + status + run.err());
            assertTrue(Files.notExists(name), command);
        }
    }

    /** A line of a name would look like a line of metash. */
    @Test
    void aLineEndInANameIsEscaped() throws IOException, InterruptedException {
        String name = "r\nverified: x";
        Program program = new Program(scratch.toRealPath());
        for (List<String> command : List.of(
                List.of(
                        "import",
                        "--raft-dir",
                        name,
                        "--db",
                        SAMPLE.toAbsolutePath().toString()),
                List.of(
                        "import",
                        "--raft-dir",
                        name,
                        "--db",
                        SAMPLE.toAbsolutePath().toString()),
                List.of(
                        "init-cluster",
                        "--db",
                        SAMPLE.toAbsolutePath().toString(),
                        "--node",
                        "1=127.0.0.1:29101=" + name),
                List.of("rollback", "--raft-dir", name),
                List.of("upgrade", "--raft-dir", name))) {
            program.run(command.toArray(String[]::new));
            assertFalse(program.err().contains("\nverified: x"), program.err());
            assertTrue(program.err().contains(name.replace("\n", "\\n")), program.err());
        }
    }
}
