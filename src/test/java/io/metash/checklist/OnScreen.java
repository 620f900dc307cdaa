package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Base of tests that compare the shell on a real terminal. */
abstract class OnScreen {
    static final String SHELL = "io.metash.Main";
    static final String TEST_SHELL = "io.metash.shell.TestShell";
    static final String FIRST = "metash>";

    @TempDir
    Path home;

    private final List<Tmux> open = new ArrayList<>();

    @BeforeEach
    void tmux() {
        assumeTrue(Tmux.present(), "tmux is not installed");
    }

    @AfterEach
    void leave() throws IOException {
        for (Tmux terminal : open) {
            terminal.close();
        }
    }

    /** A shell of 100 columns and 30 rows at its first prompt. */
    Tmux shell(String main, String... variables) throws IOException, InterruptedException {
        return shell(100, 30, main, variables);
    }

    Tmux shell(int columns, int rows, String main, String... variables) throws IOException, InterruptedException {
        Tmux terminal = Tmux.shell(home, columns, rows, main, variables);
        open.add(terminal);
        terminal.awaitEnd(FIRST);
        return terminal;
    }

    /** A shell with a session on a place of the test shell, on an otherwise empty screen. */
    Tmux connected(String place, String... variables) throws IOException, InterruptedException {
        Tmux terminal = shell(TEST_SHELL, variables);
        terminal.run("connect test:" + place + " as s", "metash s (");
        return terminal.clear();
    }

    static void seen(String screen, String text) {
        assertTrue(screen.contains(text), () -> "missing: " + text + "\non the screen:\n" + screen);
    }

    static void unseen(String screen, String text) {
        assertTrue(!screen.contains(text), () -> "should not be there: " + text + "\non the screen:\n" + screen);
    }
}
