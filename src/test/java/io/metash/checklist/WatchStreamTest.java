package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.metash.testing.Await;
import io.metash.testing.LiveService;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that run until Ctrl-C: no pager waits for their end, and Ctrl-C keeps their output. */
class WatchStreamTest extends OnScreen {
    @Test
    void eventsAreKeptUnderTheFileName() throws IOException, InterruptedException {
        Path caught = home.resolve("w.txt");
        Files.writeString(caught, "before\n");
        try (LiveService live = new LiveService(home)) {
            live.put("a/1=x", "a/2=y");
            Tmux terminal = shell(SHELL);
            terminal.run("connect " + live.address() + " as l", "metash l (");
            terminal.clear().line("watch a/ -o raw > " + caught);
            awaitWritten("a/2");
            live.put("a/3=z");
            awaitWritten("a/3");
            assertEquals("before\n", Files.readString(caught));
            terminal.press("C-c");
            terminal.awaitPrompt("");
            List<String> lines = Files.readAllLines(caught);
            assertEquals(3, lines.size(), lines.toString());
            // A command that cannot start does not change the file.
            terminal.run("watch --for nonsense > " + caught, "nonsense");
            assertEquals(lines, Files.readAllLines(caught));
        }
    }

    /** Waits for a key in the temporary file of the redirection. */
    private void awaitWritten(String key) {
        Await.until(key + " is written", () -> {
            try (DirectoryStream<Path> temporary = Files.newDirectoryStream(home, ".w.txt.metash-*")) {
                for (Path file : temporary) {
                    if (Files.readString(file).contains(key)) {
                        return true;
                    }
                }
            }
            return false;
        });
    }

    @Test
    void aWatchIsNotPaged() throws IOException, InterruptedException {
        try (LiveService live = new LiveService(home)) {
            for (int i = 0; i < 40; i++) {
                live.put("a/" + i + "=x");
            }
            Tmux terminal = shell(100, 12, SHELL);
            terminal.run("connect " + live.address() + " as l", "metash l (");
            terminal.clear().line("watch a/");
            terminal.await("a/9");
            live.put("a/new=x");
            String screen = terminal.await("a/new");
            assertFalse(screen.endsWith("\n:"), screen);
            terminal.press("C-c");
            terminal.awaitPrompt("a/new");
        }
    }

    @Test
    void anyKeyEndsARepeatedCommand() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.enter("every 200ms ls -r");
        String frame = terminal.await("any key leaves", "plain/two/b");
        seen(frame, "every 200ms: ls -r  run ");
        unseen(frame, "metash s");
        terminal.press("Space");
        terminal.awaitEnd("every 200ms ls -r\nmetash s (dir ro, log 7)>");
        // Also while the command waits for an event that never arrives.
        terminal.run("connect test:stuck as t", "metash t (");
        terminal.enter("every 200ms get stuck/one");
        terminal.await("any key leaves", "waiting 1 s");
        terminal.press("q");
        terminal.awaitEnd("every 200ms get stuck/one\nmetash t (dir ro, log 7)>");
    }

    /** Keys typed are never lost, but the bytes of an arrow key are not typed. */
    @Test
    void theKeyThatEndsARepeatedCommandStartsTheNextLine() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        for (String typed : List.of("pwd", "\u00fc\ud83d\ude00", "#")) {
            terminal.clear().enter("every 200ms pwd");
            terminal.await("any key leaves");
            terminal.type(typed);
            terminal.await("every 200ms pwd\nmetash s (dir ro, log 7)> " + typed);
            terminal.press("C-c");
        }
        for (String key : List.of("Up", "F5", "Escape", "Enter", "C-c")) {
            terminal.clear().enter("every 200ms pwd");
            terminal.await("any key leaves");
            terminal.press(key);
            terminal.await(screen -> screen.contains("every 200ms pwd\n") && screen.endsWith(">"));
            terminal.type("x");
            terminal.await(screen -> screen.endsWith("> x"));
            terminal.press("C-c");
        }
    }
}
