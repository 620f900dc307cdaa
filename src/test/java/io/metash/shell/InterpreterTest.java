package io.metash.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.Commands;
import io.metash.command.CommandContext;
import io.metash.output.Display;
import io.metash.output.Io;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines at a prompt, where a command may be abandoned. */
class InterpreterTest {
    @TempDir
    Path scratch;

    private static CommandContext context() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        return new CommandContext(
                Commands.table(),
                new Io(null, nowhere, nowhere, false, false, false, () -> 80, Display.PLAIN),
                true,
                false);
    }

    /** The rest of a line does not run after Ctrl-C, unless that is the regular end of the command. */
    @ParameterizedTest
    @CsvSource({
        "130, 'verify a || pwd', verify",
        "130, 'try verify a; pwd', verify",
        "130, 'try verify a || pwd', verify",
        "130, 'verify a; pwd', verify",
        "0, 'watch a || pwd', watch pwd",
        "0, 'try watch a; pwd', watch pwd",
        "0, 'pwd; pwd', pwd pwd"
    })
    void ctrlCEndsALine(int status, String line, String commands) throws IOException {
        List<String> ran = new ArrayList<>();
        try (CommandContext context = context()) {
            Interpreter shell = new Interpreter(context, ShellOptions.standard(), words -> {
                ran.add(words.get(0));
                if (words.get(0).equals("pwd")) {
                    return 0;
                }
                context.cancel().ask();
                return 130;
            });
            assertEquals(status, shell.line(line));
        }
        assertEquals(commands, String.join(" ", ran));
    }

    @Test
    void ctrlCEndsASourcedScriptAndItsLine() throws IOException {
        Path script = Files.writeString(scratch.resolve("s.metash"), "on-error continue\ntry verify a\npwd\n");
        List<String> ran = new ArrayList<>();
        try (CommandContext context = context()) {
            Interpreter[] shell = new Interpreter[1];
            shell[0] = new Interpreter(context, ShellOptions.standard(), words -> {
                ran.add(words.get(0));
                if (words.get(0).equals("source")) {
                    try {
                        return shell[0].source(script.toString(), List.of());
                    } catch (IOException unexpected) {
                        throw new AssertionError(unexpected);
                    }
                }
                context.cancel().ask();
                return 130;
            });
            assertEquals(130, shell[0].line("source s || pwd"));
        }
        assertEquals(List.of("source", "verify"), ran);
    }

    /** Ctrl-C returned to the prompt while a command of a sourced script hung; after that command the script stops. */
    @Test
    void anAbandonedScriptRunsNoFurtherCommand() throws IOException, InterruptedException {
        Path script = Files.writeString(scratch.resolve("s.metash"), "hang\nset after yes\n");
        List<String> ran = new ArrayList<>();
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (CommandContext context = context()) {
            Interpreter[] shell = new Interpreter[1];
            shell[0] = new Interpreter(context, ShellOptions.standard(), words -> {
                ran.add(words.get(0));
                if (words.get(0).equals("hang")) {
                    try {
                        left.await();
                    } catch (InterruptedException e) {
                        return 70;
                    }
                    return 0;
                }
                if (words.get(0).equals("source")) {
                    Thread thread = new Thread(() -> {
                        try {
                            shell[0].source(script.toString(), List.of());
                        } catch (IOException unexpected) {
                            ran.add(unexpected.toString());
                        }
                        ended.countDown();
                    });
                    thread.start();
                    context.interrupts().abandon(thread);
                    return 130;
                }
                return 0;
            });
            assertEquals(130, shell[0].line("source it"));
            left.countDown();
            ended.await();
            assertEquals(0, shell[0].line("set here yes"));
            assertEquals(2, shell[0].line("echo $1"), "the script's words are not ours");
        }
        assertEquals(
                List.of("source", "set"),
                ran.stream().filter(word -> !word.equals("hang")).toList());
    }
}
