package io.metash.command.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.testing.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A FIFO instead of a file: read once, then the same answers as for the file. */
class PipesTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson");

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();
    private Path pipe;

    @BeforeEach
    void makeAPipe() throws IOException, InterruptedException {
        pipe = scratch.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    }

    private int through(byte[] bytes, String line) {
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (var out = Files.newOutputStream(pipe)) {
                out.write(bytes);
            } catch (IOException e) {
                return;
            }
        });
        int status = run.status(line);
        writer.join();
        return status;
    }

    private void asAFile(String command) throws IOException {
        Path file = Files.write(scratch.resolve("file"), Files.readAllBytes(SAMPLE));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        int expected = run.status(command.replace("PLACE", file.toString()));
        String out = run.out().replace(file.toString(), "PLACE");
        assertEquals(
                expected, through(Files.readAllBytes(SAMPLE), command.replace("PLACE", pipe.toString())), run.err());
        assertEquals(out, run.out().replace(pipe.toString(), "PLACE"));
    }

    @Test
    void verifyReadsAPipe() throws IOException {
        asAFile("verify PLACE");
    }

    /** The checksum of what never ends would be awaited forever. */
    @Test
    void verifyEndsAtDamageOfAnEndlessInput() {
        assertEquals(3, run.status("verify /dev/zero"), run.err());
        assertEquals(
                "metash: a line is longer than 160 MiB\n  where  /dev/zero:1 (byte 0)\n"
                        + "  why    160 MiB is the maximum for a line of an export\n"
                        + "  next   check whether this file is an export\n",
                run.err());
    }

    /** What is read twice is copied; the copy of an endless input would fill the disk. */
    @Test
    void anEndlessInputIsNotCopied() {
        for (String line : List.of(
                "doctor /dev/zero",
                "connect /dev/zero",
                "diff /dev/zero '" + SAMPLE + "'",
                "filter-tenant --tenant t --input /dev/zero")) {
            assertEquals(3, run.status(line), run.err());
        }
    }

    @Test
    void diffReadsAPipe() throws IOException {
        Path other = Files.writeString(scratch.resolve("other"), new Generated(5).text());
        asAFile("diff PLACE '" + other + "'");
        asAFile("diff '" + SAMPLE + "' PLACE");
    }

    @Test
    void explainMembershipReadsAPipe() throws IOException {
        asAFile("explain-membership PLACE");
    }

    @Test
    void inspectReadsAPipe() throws IOException {
        asAFile("inspect PLACE");
    }

    @Test
    void doctorReadsAPipe() throws IOException {
        assertEquals(0, through(Files.readAllBytes(SAMPLE), "doctor '" + pipe + "'"), run.err());
        assertEquals(
                pipe + ": consistent, completeness unproved\n",
                run.out().lines().findFirst().orElseThrow() + "\n");
    }

    @Test
    void connectReadsAPipe() throws IOException {
        assertEquals(0, through(Files.readAllBytes(SAMPLE), "connect '" + pipe + "' as piped"), run.err());
        run.ok("connect '" + SAMPLE + "' as file");
        String keys = run.ok("count");
        run.ok("use piped");
        assertEquals(keys, run.ok("count"));
        assertEquals(0, run.status("export '" + scratch.resolve("again") + "'"), run.err());
        assertEquals(Files.readString(SAMPLE), Files.readString(scratch.resolve("again")));
    }

    @Test
    void planNeedsAFile() {
        String plan = "init-cluster plan --db '" + pipe + "' --node 1=127.0.0.1:28103=" + scratch.resolve("n1")
                + " --out '" + scratch.resolve("p") + "'";
        assertEquals(2, run.status(plan));
        assertEquals(
                """
                metash: a plan needs a backup that can be read more than once
                  where  PIPE
                  why    it is a directory, a pipe or a device
                  next   cat PIPE > backup.ndjson, then name that file
                """
                        .replace("PIPE", pipe.toString()),
                run.err());
        assertTrue(Files.notExists(scratch.resolve("p")));
    }
}
