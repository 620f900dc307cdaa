package io.metash.checklist;

import static io.metash.checklist.OutputSamples.UTF8;
import static io.metash.checklist.OutputSamples.piped;
import static io.metash.checklist.OutputSamples.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.command.CommandRun;
import io.metash.output.Units;
import io.metash.testing.Json;
import io.metash.testing.Program;
import io.metash.testing.Programs;
import io.metash.testing.TestData;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data on standard output, messages on standard error; one style for numbers, sizes and times. */
class OutputTest {
    @TempDir
    Path scratch;

    /** With {@code -c}, a script file, a script on standard input, and one-shot commands. */
    @Test
    void r37_dataOnStandardOutputMessagesOnStandardError() throws IOException, InterruptedException {
        Path backup = TestData.file("real/rich-snap.export.ndjson");
        String script = "connect '" + backup
                + "' as prod\ntiming on\nls -o ndjson\nls none -o ndjson\nstatus -o ndjson\n" + "get nothing\n";
        Path file = Files.writeString(scratch.resolve("look.metash"), script);
        Program program = new Program(scratch);
        String first = null;
        for (List<String> words : List.of(List.of("-c", script), List.of(file.toString()), List.<String>of())) {
            List<String> command = Program.command(words.toArray(new String[0]));
            int status = program.fed(words.isEmpty() ? script : "", command);
            assertEquals(1, status, program.err());
            assertTrue(Json.lines(program.out()).size() > 15, program.out());
            for (String printed : List.of("connected to", "0 records", "time ", "metash: no such key")) {
                assertTrue(program.err().contains(printed), printed + " is not in\n" + program.err());
            }
            first = first == null ? program.out() : first;
            assertEquals(first, program.out());
        }
        Path raft = scratch.resolve("raft");
        assertEquals(0, program.run("import", "--raft-dir", raft.toString(), "--db", backup.toString()));
        assertEquals("", program.out());
        assertEquals(0, program.run("export", "--raft-dir", raft.toString()));
        assertEquals(Files.readString(backup), program.out());
        assertTrue(program.err().startsWith("exported "), program.err());
        assertEquals(2, program.run("exprot"));
        assertEquals("", program.out());
    }

    @Test
    void r45_progressOnTheScreen() throws IOException, InterruptedException {
        assumeTrue(Tmux.present(), "tmux is not installed");
        Path backup = TestData.file("real/rich.export.ndjson");
        String words = String.join(
                " ",
                Programs.metash("import", "--raft-dir", scratch.resolve("raft").toString()));
        Path go = scratch.resolve("go");
        String slow = "(head -c 20000 " + backup + "; while [ ! -e " + go + " ]; do sleep 0.1; done; tail -c +20001 "
                + backup + ")";
        try (Tmux terminal = new Tmux(
                100,
                20,
                "export XDG_STATE_HOME=" + scratch + "/state LC_ALL=C.UTF-8; " + slow + " | " + words
                        + "; echo ended with $?; sleep 60")) {
            terminal.await(screen -> screen.matches("(?s).*importing: .* s"));
            Files.createFile(go);
            String end = terminal.await("ended with 0");
            assertTrue(end.startsWith("imported "), end);
            assertFalse(end.contains("importing"), end);
        }
    }

    @Test
    void r46_timingGoesToStandardError() throws IOException {
        CommandRun run = piped();
        assertEquals("off\n", run.ok("timing"));
        run.ok("timing on");
        assertEquals(5, Json.lines(run.ok("scan -o ndjson")).size());
        assertTrue(Pattern.matches("5 keys, \\d+ B\ntime [0-9.]+ m?s, 5 records, \\d+ B read\n", run.err()), run.err());
        run.ok("pwd");
        assertTrue(Pattern.matches("time [0-9.]+ m?s\n", run.err()), run.err());
        assertEquals(1, run.status("get nothing"));
        assertTrue(run.err().contains("\ntime "), run.err());
        run.ok("timing off");
        assertEquals("", run.err());
        assertEquals(2, run.status("timing perhaps"));
    }

    @Test
    void r47_oneStyleOfNumbersSizesAndTimes() {
        assertEquals("0 B", Units.bytes(0));
        assertEquals("999 B", Units.bytes(999));
        assertEquals("1.00 KB", Units.bytes(1000));
        assertEquals("12.3 MB", Units.bytes(12_345_678));
        assertEquals("1,234,567", Units.number(1_234_567));
        assertEquals("18446744073709551615", Units.number(-1));
        assertEquals("1 key", Units.count(1, "key"));
        assertEquals("2,000 entries", Units.count(2000, "entry"));
        assertEquals("0.3 ms", Units.span(300_000));
        assertEquals("41 ms", Units.span(41_000_000));
        assertEquals("1.24 s", Units.span(1_240_000_000));
        assertEquals("3 min 20 s", Units.span(200_000_000_000L));
        assertEquals("2027-01-15T08:00:00.000Z", Units.timestamp(1_800_000_000_000L));
        assertEquals("9999-12-31T23:59:59.999Z", Units.timestamp(253_402_300_799_999L));
        assertEquals("1970-01-01T00:00:00.001Z", Units.timestamp(1));
        assertEquals("5 s ago", Units.age(1_000, 6_000).replace(".0", ""));
        assertEquals("in 3 days", Units.age(3 * 86_400_000L, 0));
        CommandRun screen = run(true, 200, UTF8);
        String shown = screen.ok("find --expires");
        String age = Pattern.compile("2027-01-15T08:00:00\\.000Z \\((in .*|.* ago)\\)")
                .matcher(shown)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(shown))
                .group(1);
        assertNotNull(age);
        // A pipe gets no relative age, because it changes every second.
        assertFalse(piped().ok("find --expires").contains("("));
        String local = piped().ok("find --expires --local");
        assertTrue(local.contains(Units.timestamp(1_800_000_000_000L, true)), local);
        assertTrue(
                Pattern.compile("2027-01-1\\dT\\d\\d:\\d\\d:00\\.000[+-]\\d\\d:\\d\\d ")
                        .matcher(local)
                        .find(),
                local);
        CommandRun byClock = run(false, 80, UTF8.withLocal(true));
        assertEquals(local, byClock.ok("find --expires"));
        assertTrue(byClock.ok("find --expires --utc").contains("2027-01-15T08:00:00.000Z "), byClock.out());
        assertEquals(2, byClock.status("find --utc --local"));
    }

    @Test
    void r48_anEmptyResultIsReported() {
        CommandRun run = piped();
        for (String line : List.of("ls none", "find --name none", "grep none", "scan none", "tree none", "du none")) {
            assertEquals(0, run.status(line), line);
            assertTrue(run.err().startsWith("0 records\n"), run.err());
            assertEquals("", run.out(), line);
            assertEquals(1, run.status(line + " --fail-empty"), line);
            assertEquals("[]\n", run.ok(line + " -o json"), line);
            assertEquals("", run.ok(line + " -o ndjson"), line);
            assertTrue(run.err().startsWith("0 records\n"), run.err());
            assertEquals(1, run.ok(line + " -o csv").lines().count(), line);
        }
        assertEquals(0, run.status("ls --fail-empty"));
    }
}
