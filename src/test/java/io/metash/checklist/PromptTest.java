package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Tmux;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the prompt says. */
class PromptTest extends OnScreen {
    @Test
    void r53_thePromptSaysWhereOneIsAndWhatFailed() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        seen(terminal.screen(), "metash s (dir ro, log 7)>");
        terminal.run("cd plain/two", "metash s (dir ro, log 7) /plain/two/>");
        terminal.run("get none", "metash s (dir ro, log 7) /plain/two/ [1]>");
        terminal.run("connect test:live as l", "metash l (live ro, leader 1)>");
        String screen = terminal.enter("rw on 15m").await(now -> now.endsWith("leader 1)>"));
        assertTrue(screen.matches("(?s).*\nmetash l \\(live rw 1[0-4]m, leader 1\\)>"), screen);
        terminal.enter("rw off").awaitEnd("\nmetash l (live ro, leader 1)>");
        terminal.resize(50, 20);
        terminal.press("C-c");
        terminal.awaitEnd("\nl (live ro) [130]>");
    }
}
