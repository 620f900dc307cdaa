package io.metash.checklist;

import io.metash.testing.Tmux;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the prompt says. */
class PromptTest extends OnScreen {
    @Test
    void r53_thePromptSaysWhereOneIsAndWhatFailed() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        seen(terminal.screen(), "metash s (dir ro, log 7)>");
        terminal.line("cd plain/two");
        terminal.await("metash s (dir ro, log 7) /plain/two/>");
        terminal.line("get none");
        terminal.await("metash s (dir ro, log 7) /plain/two/ [1]>");
        terminal.line("connect test:live as l");
        terminal.await("metash l (live ro, leader 1)>");
        terminal.line("rw on 15m");
        terminal.await("metash l (live rw 14m, leader 1)>");
        terminal.line("rw off");
        terminal.awaitEnd("metash l (live ro, leader 1)>");
        terminal.resize(50, 20);
        terminal.press("C-c");
        terminal.await("\nl (live ro)", "l (live ro) [130]>");
    }
}
