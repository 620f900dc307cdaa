package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.testing.Await;
import io.metash.testing.Java;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys reach the prompt for which they were typed, however soon after Ctrl-C, a command, a pager or a stop. */
final class TypedAheadTest extends OnScreen {
    private static final String CTRL_C = "\003";
    private static final String CTRL_L = "\014";
    private static final String CTRL_D = "\004";
    private static final String PWD_RAN = "(?s).*> pwd\n/\nmetash s \\(dir ro, log 7\\)>";
    private static final int LONGEST_PAUSE_MS = 50;

    private final Random random = new Random(7);

    private void pause() throws InterruptedException {
        Thread.sleep(random.nextInt(LONGEST_PAUSE_MS + 1));
    }

    private void pairs(int count) throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        String prompt = "metash s (dir ro, log 7)>";
        try (Tmux.Keyboard keys = terminal.keyboard()) {
            for (int i = 0; i < count; i++) {
                keys.type("hello");
                pause();
                keys.type(CTRL_C);
                pause();
                keys.type("pwd\r");
                String wanted = prompt + " hello^C\nmetash s (dir ro, log 7) [130]> pwd\n/\n" + prompt;
                String screen = terminal.await(
                        now -> now.endsWith(wanted) || now.contains("unknown") || now.endsWith("> pwd\n/\n" + prompt));
                assertTrue(screen.endsWith(wanted), screen);
                keys.type(CTRL_L);
                terminal.awaitEnd(prompt);
            }
        }
    }

    @Test
    void aLineAfterCtrlCIsComplete() throws IOException, InterruptedException {
        pairs(80);
    }

    @Test
    @Tag("slow")
    void aThousandLinesAfterCtrlCAreComplete() throws IOException, InterruptedException {
        pairs(1000);
    }

    @Test
    void ctrlDAfterCtrlCExits() throws IOException, InterruptedException {
        for (int i = 0; i < 6; i++) {
            Tmux terminal = shell(SHELL);
            try (Tmux.Keyboard keys = terminal.keyboard()) {
                keys.type("hello");
                Thread.sleep(10 * i);
                keys.type(CTRL_C);
                Thread.sleep(10 * i);
                keys.type(CTRL_D);
                terminal.await("> hello^C\nmetash [130]>", "ended with 0");
            }
        }
    }

    /** The first line ends at any time before, between and after the keys. */
    @Test
    void keysAfterAnEndingCommandAreComplete() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        try (Tmux.Keyboard keys = terminal.keyboard()) {
            for (int i = 0; i < 60; i++) {
                keys.type("ls\r");
                pause();
                keys.type("hello");
                pause();
                keys.type(CTRL_C);
                keys.type("about --no\025pwd\r");
                String screen = terminal.await(
                        now -> now.contains("unknown") || now.matches("(?s).*> pwd\n.*metash s [^\n]*>"));
                assertTrue(screen.matches(PWD_RAN), screen);
                terminal.clear();
            }
        }
    }

    @Test
    void controlKeysTypedDuringACommandAreKeys() throws IOException, InterruptedException {
        Path go = home.resolve("go");
        Tmux terminal = connected("gate");
        terminal.enter("ls -r");
        Await.until("the command reads", () -> Files.exists(home.resolve("reading")));
        terminal.type("pwdx").press("Left").press("C-d").press("Enter").press("C-d");
        Files.createFile(go);
        terminal.await("3 keys, 29 B", "> pwd\n/\n", "ended with 0");
    }

    @Test
    void keysAfterAPagerAreComplete() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/less")), "less is not installed");
        Tmux terminal = connected("many", "PAGER='less -FXRS'");
        try (Tmux.Keyboard keys = terminal.keyboard()) {
            for (int i = 0; i < 12; i++) {
                terminal.clear();
                terminal.enter("ls -r many/");
                terminal.awaitEnd("\n:");
                keys.type("q");
                pause();
                keys.type("hello");
                pause();
                keys.type("\025pwd\r");
                String end = "300 keys, 3.90 KB\nmetash s (dir ro, log 7)> pwd\n/\nmetash s (dir ro, log 7)>";
                terminal.awaitEnd(end);
            }
        }
    }

    @Test
    void keysAfterAStopAreComplete() throws IOException, InterruptedException {
        Path run = Files.writeString(
                home.resolve("run.sh"),
                "exec " + Java.words() + " -XX:TieredStopAtLevel=1 -cp '" + Tmux.classPath() + "' io.metash.Main\n");
        try (Tmux bash = new Tmux(
                        100,
                        30,
                        "env HOME='" + home + "' XDG_STATE_HOME='" + home
                                + "/s' METASH_SIGN=1 PS1='sh: ' bash --norc");
                Tmux.Keyboard keys = bash.keyboard()) {
            bash.await("sh:");
            bash.line("sh '" + run + "'");
            bash.await(screen -> screen.contains("tutor") && screen.endsWith("metash>"));
            for (int i = 0; i < 12; i++) {
                bash.press("C-z");
                bash.awaitEnd("\nsh:");
                keys.type("fg\r");
                pause();
                keys.type("se");
                pause();
                keys.type("ssions\r");
                String screen = bash.await(now -> now.endsWith("PLACE opens one\n0 records\nmetash>"));
                unseen(screen, "unknown command");
                bash.press("C-l");
                bash.awaitEnd("metash>");
            }
            bash.press("C-d");
        }
    }
}
