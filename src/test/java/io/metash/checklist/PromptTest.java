package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.TestData;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The content of the prompt. */
class PromptTest extends OnScreen {
    @Test
    void r53_thePromptShowsTheSessionAndTheLastFailure() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        seen(terminal.screen(), "metash s (dir ro, log 7)>");
        terminal.run("cd plain/two", "metash s (dir ro, log 7) /plain/two/>");
        terminal.run("get none", "metash s (dir ro, log 7) /plain/two/ [1]>");
        terminal.run("connect test:live as l", "metash l (live ro, leader 1)>");
        // The requested text is shown until a minute has passed.
        terminal.run("rw on 2h", "\nmetash l (live rw 2h, leader 1)>");
        String screen = terminal.enter("rw on 15m").await(now -> now.endsWith("m, leader 1)>"));
        assertTrue(screen.matches("(?s).*\nmetash l \\(live rw 1[1-5]m, leader 1\\)>"), screen);
        terminal.enter("rw off").awaitEnd("\nmetash l (live ro, leader 1)>");
        terminal.resize(50, 20);
        terminal.press("C-c");
        terminal.awaitEnd("\nl (live ro) [130]>");
    }

    @Test
    void r53_anEarlierEntryIsInThePrompt() throws IOException, InterruptedException {
        Tmux terminal = shell(SHELL);
        terminal.run("connect " + TestData.file("real/rich.raft") + " as s", "metash s (dir ro, log 92)>");
        terminal.run("at 10", "metash s (dir ro, at 10)>");
        terminal.run("at latest", "metash s (dir ro, log 92)>");
    }

    /** Danger is marked by colour, characters and words. */
    @Test
    void r58_productionAndWritableAreInTheColourOfDanger() throws IOException, InterruptedException {
        Path config = Files.createDirectories(home.resolve("CONFIG/metash")).resolve("metash.toml");
        Files.writeString(config, "[connections.prod]\nplace = 'test:live'\ndanger = true\n");
        Tmux terminal = shell(TEST_SHELL);
        terminal.run("connect prod", "metash !prod! (live ro, leader 1)>");
        colored(terminal, "metash BAD!prod!PLAIN (live ro, leader 1)>");
        terminal.enter("rw on").await("This is a production store. To continue, type prod:");
        terminal.line("prod").await(now -> now.matches("(?s).*metash !prod! \\(live rw 1[1-5]m, leader 1\\)>"));
        colored(terminal, "metash BAD!prod!PLAIN (live BADrw 1NmPLAIN, leader 1)>");
        terminal.run("connect test:live as other", "metash other (live ro, leader 1)>");
        colored(terminal, "metash NAMEotherPLAIN (live ro, leader 1)>");
        terminal.run("get none", "[1]>");
        colored(terminal, "metash NAMEotherPLAIN (live ro, leader 1) BAD[1]PLAIN>");
    }

    private static void colored(Tmux terminal, String wanted) throws IOException, InterruptedException {
        terminal.awaitColors(screen -> screen.substring(screen.lastIndexOf('\n') + 1)
                .replaceAll("rw 1[1-5]m", "rw 1Nm")
                .replace("\033[1m\033[31m", "BAD")
                .replace("\033[35m", "NAME")
                .replaceAll("(\033\\[(0|39|49)m)+", "PLAIN")
                .stripTrailing()
                .equals(wanted));
    }
}
