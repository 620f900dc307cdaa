package io.metash.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.Commands;
import io.metash.command.CommandContext;
import io.metash.command.tutor.TutorCommand;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.testing.Program;
import io.metash.testing.Tmux;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill, performed as printed, with each step checked. */
class TutorTest {
    @TempDir
    Path scratch;

    /** The lines that the drill prints to be typed, in order. */
    private static List<String> asked() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try (CommandContext context = context(stream)) {
            assertEquals(0, new Interpreter(context, ShellOptions.standard()).line("tutor steps"));
        }
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("   "))
                .map(String::strip)
                .toList();
    }

    private static CommandContext context(PrintStream stream) {
        return context(stream, false, 80);
    }

    private static CommandContext context(PrintStream stream, boolean terminal, int columns) {
        Io io = new Io(null, stream, stream, terminal, terminal, terminal, () -> columns, Display.PLAIN);
        return new CommandContext(Commands.table(), io, true, false);
    }

    @Test
    void theSampleEqualsThatOfTheExamples() throws IOException {
        try (InputStream in = new GZIPInputStream(
                TutorCommand.class.getResourceAsStream("/io/metash/command/tutor/sample.ndjson.gz"))) {
            assertArrayEquals(Files.readAllBytes(Path.of("src/examples/sample.ndjson")), in.readAllBytes());
        }
    }

    @Test
    void everyStepIsChecked() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        List<String> asked = asked();
        try (CommandContext context = context(stream)) {
            Interpreter shell = new Interpreter(context, ShellOptions.standard());
            assertEquals(0, shell.line("tutor"));
            Path directory = Path.of(shell.variables().get("drill"));
            for (int i = 0; i < asked.size(); i++) {
                String before = printed.toString(StandardCharsets.UTF_8);
                assertTrue(before.contains("Step " + (i + 1) + " of " + asked.size()), before);
                printed.reset();
                // Other commands do not count.
                shell.line("timing off");
                assertFalse(printed.toString(StandardCharsets.UTF_8).contains("Well done"), asked.get(i));
                shell.line(asked.get(i));
                assertTrue(
                        printed.toString(StandardCharsets.UTF_8).contains("Well done."),
                        asked.get(i) + "\n" + printed.toString(StandardCharsets.UTF_8));
            }
            assertTrue(printed.toString(StandardCharsets.UTF_8).contains("That was the drill"));
            assertTrue(Files.isDirectory(directory.resolve("new2/df_meta")));
            assertEquals(0, shell.line("tutor stop"));
            assertFalse(Files.exists(directory));
        }
    }

    /** A command is wrapped by blanks that fill the row, so a copy of it is one line; clear is not a step. */
    @Test
    void theCommandOfAStepStaysOneLine() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try (CommandContext context = context(stream, true, 34)) {
            Interpreter shell = new Interpreter(context, ShellOptions.standard());
            assertEquals(0, shell.line("tutor"));
            String text = printed.toString(StandardCharsets.UTF_8);
            assertTrue(text.endsWith("\nType:  connect $drill/node1 as" + " ".repeat(11) + "node1\n"), text);
            printed.reset();
            assertEquals(0, shell.line("clear"));
            assertFalse(printed.toString(StandardCharsets.UTF_8).contains("tutor"), printed.toString());
            assertEquals(0, shell.line("tutor stop"));
        }
    }

    @Test
    void theDrillRunsOnATerminal() throws IOException, InterruptedException {
        assumeTrue(Tmux.present(), "tmux is not installed");
        List<String> asked = asked();
        List<String> command = new ArrayList<>();
        for (String word : Program.command("tutor")) {
            command.add("'" + word + "'");
        }
        String start = "cd '" + scratch + "' && env HOME='" + scratch + "' TMPDIR='" + scratch + "' XDG_STATE_HOME='"
                + scratch
                + "/state' XDG_CACHE_HOME='" + scratch + "/cache' XDG_CONFIG_HOME='" + scratch + "/config' PAGER= "
                + "METASH_PAGER= METASH_SIGN=1 LC_ALL=C.UTF-8 " + String.join(" ", command)
                + "; echo left $?; sleep 60";
        try (Tmux tmux = new Tmux(120, 40, start)) {
            for (int i = 0; i < asked.size(); i++) {
                tmux.awaitPrompt("Step " + (i + 1) + " of " + asked.size());
                if (i == 0) {
                    // Variables are expanded where words are completed.
                    tmux.type("connect $drill/no").press("Tab");
                    tmux.await("/node1/");
                    tmux.press("C-c");
                    tmux.awaitEnd("[130]>");
                }
                tmux.enter(asked.get(i));
            }
            tmux.awaitPrompt("That was the drill");
            tmux.line("exit");
            tmux.await("left 0");
        }
        try (var files = Files.list(scratch)) {
            assertEquals(
                    List.of(),
                    files.filter(f -> f.toString().contains("metash-tutor")).toList());
        }
    }
}
