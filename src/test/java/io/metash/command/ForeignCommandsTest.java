package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.output.Display;
import io.metash.shell.script.CommandSplitter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Commands of other shells and clients, and the small commands of the shell. */
class ForeignCommandsTest {
    @Test
    void wordsOfOtherClientsSuggestTheCommand() {
        CommandRun run = new CommandRun();
        Map<String, String> expected = Map.of(
                "put", "upsert",
                "rm", "delete",
                "cat", "get",
                "nodes", "members",
                "snapshot", "trigger-snapshot",
                "tabels", "tables");
        Map<String, String> errors = new TreeMap<>();
        Map<String, String> wanted = new TreeMap<>();
        expected.forEach((word, command) -> {
            assertEquals(2, run.status(word));
            errors.put(word, run.err());
            wanted.put(word, "metash: unknown command '" + word + "'\n  next   did you mean " + command + "?\n");
        });
        assertEquals(wanted, errors);
    }

    /** A line pasted from a document begins with the program's name. */
    @Test
    void theNameOfTheProgramIsLeftOut() throws CommandSplitter.Unfinished {
        CommandRun run = new CommandRun();
        assertEquals(2, run.typed("metash get 'a b'"));
        assertEquals(
                "metash: this is the shell of metash, which takes its commands without the name\n"
                        + "  next   get \"a b\"\n",
                run.err());
        assertEquals(2, run.typed("metash"));
        assertEquals("metash: unknown command 'metash'\n  next   help\n", run.err());
    }

    @Test
    void everySuggestionIsACommand() {
        CommandRun run = new CommandRun();
        for (String word : ForeignCommands.words()) {
            assertEquals(
                    1,
                    ForeignCommands.commands(word, run.context().table().names())
                            .size(),
                    word);
            assertEquals(true, run.context().table().find(word).isEmpty(), word);
        }
    }

    @Test
    void quitExitsWithAStatus() {
        CommandRun run = new CommandRun();
        run.ok("quit");
        assertEquals(0, run.context().shell().requestedExit());
        run.ok("quit 4");
        assertEquals(4, run.context().shell().requestedExit());
        assertEquals(2, run.status("quit 256"));
        assertEquals("metash: exit status 256 is not within 0 to 255\n", run.err());
    }

    @Test
    void clearWritesToTerminalsOnly() {
        assertEquals("", new CommandRun().ok("clear"));
        CommandRun screen = new CommandRun(true, 80, Display.PLAIN);
        assertEquals("", screen.ok("clear"));
        screen.context().shell().drawOn(() -> null);
        assertEquals("\033[H\033[2J", screen.ok("clear"));
    }
}
