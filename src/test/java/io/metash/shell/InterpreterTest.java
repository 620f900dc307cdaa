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
