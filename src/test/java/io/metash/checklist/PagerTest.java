package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metash.testing.Await;
import io.metash.testing.Programs;
import io.metash.testing.TestData;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output taller than the screen goes through a pager. */
class PagerTest {
    @TempDir
    Path scratch;

    private Tmux shell(int columns, int rows, String variables) throws IOException, InterruptedException {
        assumeTrue(Tmux.present(), "tmux is not installed");
        String words = String.join(" ", Programs.metash());
        Tmux terminal = new Tmux(
                columns,
                rows,
                "env -u PAGER -u LESS -u NO_COLOR METASH_SIGN=1 XDG_STATE_HOME=" + scratch
                        + "/state XDG_CONFIG_HOME="
                        + scratch + "/config XDG_CACHE_HOME=" + scratch + " LC_ALL=C.UTF-8 " + variables + " " + words
                        + "; echo ended with $?; sleep 60");
        try {
            terminal.awaitEnd("metash>");
            terminal.run(
                    "connect '" + TestData.file("real/rich-snap.export.ndjson") + "' as prod", "metash prod (file");
            return terminal.clear();
        } catch (IOException | InterruptedException | Error failed) {
            terminal.close();
            throw failed;
        }
    }

    @Test
    void r41_outputTallerThanTheScreenIsPaged() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/less")), "less is not installed");
        try (Tmux terminal = shell(80, 20, "TERM=screen-256color")) {
            terminal.enter("scan probe/");
            String page = terminal.await(screen -> screen.endsWith("\n:"));
            assertTrue(page.contains("seq"), page);
            assertFalse(page.contains("73 keys"), page);
            terminal.press("G");
            terminal.await("(END)");
            terminal.press("q");
            assertFalse(
                    terminal.awaitPrompt("73 keys, 9.67 KB\nmetash prod (file").contains("[141]"));
            // Quitting in the middle keeps the session; output that fits the screen is not paged.
            terminal.clear().enter("scan -o json probe/");
            terminal.awaitEnd("\n:");
            terminal.press("q");
            terminal.awaitPrompt("metash prod (file");
            terminal.run("pwd", "pwd\n/\n");
            // A long line counts as the rows that it occupies.
            terminal.clear().run("timing on", "time ");
            terminal.clear().run("ls __fd_database", "3 lines, 11 keys, 868 B\ntime ", "__fd_database_by_id/");
        }
    }

    /** One-shot commands and scripts on a terminal are paged as well. */
    @Test
    void r41_oneShotOutputIsPaged() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/less")), "less is not installed");
        String sample = TestData.file("real/rich-snap.export.ndjson").toString();
        String look = "connect " + sample + " as prod; ls -r probe/";
        try (Tmux terminal = once("", "-c", look)) {
            terminal.awaitEnd("\n:");
            // Ctrl-C is a key of the pager, which may discard keys that follow at once.
            terminal.press("C-c");
            Await.until("the pager is at its end", () -> {
                terminal.press("G");
                return terminal.screen().contains("(END)");
            });
            terminal.await("(END)", "probe/");
            terminal.press("q");
            terminal.await("73 keys, 9.67 KB\nended with 0");
        }
        try (Tmux terminal = once(
                "", "export", "--raft-dir", TestData.file("real/rich-snap.raft").toString())) {
            terminal.awaitEnd("\n:");
            terminal.press("q");
            terminal.await("ended with 0");
        }
        for (List<String> whole : List.of(List.of("-c", look), List.of("help"))) {
            try (Tmux terminal = once("METASH_PAGER=", whole.toArray(String[]::new))) {
                terminal.await("ended with 0");
            }
            try (Tmux terminal = once("METASH_PAGER='sed s/^/paged/'", whole.toArray(String[]::new))) {
                terminal.await("\npaged", "ended with 0");
            }
        }
        // Output that fits the screen is not paged.
        try (Tmux terminal = once("METASH_PAGER='sed s/^/paged/'", "-c", look.replace("-r ", ""))) {
            assertFalse(terminal.await("ended with 0", "probe/").contains("paged"));
        }
    }

    /** A terminal of 80 columns and 20 rows that runs metash once. */
    private Tmux once(String variables, String... arguments) throws IOException, InterruptedException {
        assumeTrue(Tmux.present(), "tmux is not installed");
        String words = Programs.metash(arguments).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return new Tmux(
                80,
                20,
                "env -u PAGER -u LESS XDG_STATE_HOME=" + scratch + "/state XDG_CONFIG_HOME=" + scratch
                        + "/config LC_ALL=C.UTF-8 " + variables + " " + words + "; echo ended with $?; exec sleep 600");
    }

    @Test
    void r41_thePagerIsChosenByTheEnvironment() throws IOException, InterruptedException {
        try (Tmux terminal = shell(80, 20, "PAGER='sed s/probe/seen/' METASH_PAGER='sed s/probe/mine/'")) {
            String screen = terminal.run("ls -r probe/", "73 keys, 9.67 KB\nmetash prod (file");
            assertTrue(screen.contains("mine/"), screen);
            assertFalse(screen.contains("seen/") || screen.contains("probe/k"), screen);
        }
        try (Tmux terminal = shell(80, 20, "METASH_PAGER=")) {
            terminal.run("ls -r probe/", "73 keys, 9.67 KB\nmetash prod (file");
        }
    }
}
