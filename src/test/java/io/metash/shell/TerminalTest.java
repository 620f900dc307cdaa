package io.metash.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.testing.Java;
import io.metash.testing.TestData;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell in a real terminal. */
class TerminalTest {
    @TempDir
    Path scratch;

    @BeforeEach
    void tmux() {
        assumeTrue(Tmux.present(), "tmux is not installed");
    }

    private Tmux shell() throws IOException, InterruptedException {
        String java = Java.words() + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Duser.home=" + scratch + " -cp "
                + System.getProperty("java.class.path") + " io.metash.Main";
        return new Tmux(
                100,
                40,
                "env -u XDG_STATE_HOME METASH_SIGN=1 XDG_CACHE_HOME=" + scratch + " LC_ALL=C.UTF-8 " + java
                        + "; echo ended with $?; sleep 60");
    }

    @Test
    void connectsListsCompletesAndExits() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(scratch.resolve("prod"), TestData.file("real/rich-snap.raft"));
        try (Tmux terminal = shell()) {
            terminal.awaitEnd("metash>");
            terminal.type("conn").press("Tab");
            terminal.await("> connect");
            terminal.type(" " + link).press("Enter");
            String connected = terminal.await(screen -> screen.endsWith("metash prod (dir ro, log 1042)>"));
            assertTrue(connected.contains("connected to Raft directory " + link + " as prod"), connected);
            assertTrue(connected.contains("19 log entries applied"), connected);
            terminal.clear().type("ls __fd_da").press("Tab");
            terminal.await("> ls __fd_database");
            terminal.press("Enter");
            assertEquals(
                    """
                    metash prod (dir ro, log 1042)> ls __fd_database
                    keys  bytes  key
                       3  159 B  __fd_database/
                       4  465 B  __fd_database_by_id/
                       4  244 B  __fd_database_id_to_name/
                    3 lines, 11 keys, 868 B
                    metash prod (dir ro, log 1042)>
                    """,
                    terminal.awaitPrompt("3 lines, 11 keys, 868 B\n") + "\n");
            terminal.clear().type("get probe/b").press("Tab");
            terminal.await("> get probe/bi");
            terminal.type("n").press("Enter");
            terminal.awaitPrompt("seq ", "key    probe/bin");
            terminal.run("get nothing", "metash prod (dir ro, log 1042) [1]>");
            terminal.line("exit");
            terminal.await("ended with 0");
        }
        Path history = scratch.resolve(".local/state/metash/history");
        assertTrue(Files.readString(history).contains("get nothing"));
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
    }

    @Test
    void aKeyCannotMoveTheCursor() throws IOException, InterruptedException {
        Path backup = scratch.resolve("odd.ndjson");
        Files.writeString(
                backup,
                """
                ["header",{"DataHeader":{"key":"header","value":{"version":"V004"}}}]
                ["state_machine/0",{"Sequences":{"key":"generic-kv","value":2}}]
                ["state_machine/0",{"GenericKV":{"key":"a\\u001b[2Jb","value":{"seq":1,"meta":null,"data":[27,91,50,74]}}}]
                ["state_machine/0",{"GenericKV":{"key":"c\\u202ed","value":{"seq":2,"meta":null,"data":[104,105]}}}]
                """);
        try (Tmux terminal = shell()) {
            terminal.awaitEnd("metash>");
            terminal.run("connect " + backup + " as odd --accept missing-purged", "metash odd (file ro)>");
            terminal.run("ls -r", "2 keys", "\"a\\x1b[2Jb\"\n", "\"c\\u{202e}d\"\n");
            String screen = terminal.run("get \"a\\x1b[2Jb\"", "000000  1b 5b 32 4a");
            assertTrue(screen.contains("metash> connect"), screen);
        }
    }

    @Test
    void interruptClearsTheLineAndEndOfInputExits() throws IOException, InterruptedException {
        try (Tmux terminal = shell()) {
            terminal.awaitEnd("metash>");
            terminal.type("half a li").press("C-c");
            String cleared = terminal.await(screen -> screen.endsWith("metash [130]>"));
            assertFalse(cleared.contains("unknown command"), cleared);
            terminal.enter("ls 'open");
            terminal.await("> ls 'open\n...");
            terminal.press("C-c");
            terminal.await(screen -> screen.endsWith("^C\nmetash [130]>"));
            terminal.press("C-d");
            terminal.await("ended with 0");
        }
    }
}
