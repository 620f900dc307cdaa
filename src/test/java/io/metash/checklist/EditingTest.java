package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** What one sees while a line is being typed. */
class EditingTest extends OnScreen {
    private static final String RED = "\033[31m";

    /** The sequences before a word of the first line. */
    private static String styleBefore(String screen, String word) {
        String colors = screen.lines().findFirst().orElse("");
        int at = colors.lastIndexOf(word);
        assertTrue(at > 0, () -> word + " is not on the screen:\n" + colors);
        int from = colors.lastIndexOf(' ', at - 1);
        return colors.substring(from + 1, at);
    }

    @Test
    void r26_eachKindOfWordHasItsStyle() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.type("get -o raw plain/one 'quoted'");
        terminal.await("'quoted'");
        String colors = terminal.colors();
        assertEquals("\033[1m", styleBefore(colors, "get"));
        assertTrue(styleBefore(colors, "-o").endsWith("\033[36m"), colors);
        assertTrue(styleBefore(colors, "plain/one").endsWith("\033[34m"), colors);
        assertTrue(styleBefore(colors, "'quoted'").endsWith("\033[32m"), colors);
        terminal.press("C-u").type("use s");
        terminal.await("use s");
        colors = terminal.colors();
        assertTrue(styleBefore(colors, "s").contains("\033[35m"), colors);
        terminal.press("C-u").type("import --nonsense");
        terminal.await("import --nonsense");
        colors = terminal.colors();
        assertTrue(styleBefore(colors, "import").contains("\033[1m"), colors);
        assertTrue(styleBefore(colors, "import").endsWith(RED), colors);
        assertTrue(styleBefore(colors, "--nonsense").contains("\033[4m"), colors);
        terminal.press("C-u").type("xyzzy");
        terminal.await("xyzzy");
        assertTrue(styleBefore(terminal.colors(), "xyzzy").contains("\033[4m"), terminal.colors());
        assertTrue(styleBefore(terminal.colors(), "xyzzy").endsWith(RED), terminal.colors());
        // What may still become a command is not yet wrong.
        terminal.press("C-u").type("sess");
        terminal.await("> sess");
        unseen(terminal.colors(), RED + "sess");
    }

    @Test
    void r27_anOpenQuoteGoesOnAndCtrlCLeavesIt() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.line("get 'plain/");
        terminal.await("get 'plain/\n...");
        terminal.press("C-c");
        terminal.await("[130]>", "^C");
        terminal.line("get \\");
        terminal.await("get \\\n...");
        terminal.line("plain/one");
        terminal.await("key    plain/one");
    }

    @Test
    void r28_suggestsHowAnEarlierLineWentOn() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.line("ls plain/two/").line("import --raft-dir /nowhere --dry-run --db /nothing");
        terminal.await("[7]>");
        terminal.press("C-l").type("ls p");
        terminal.await("ls plain/two/");
        terminal.press("Right").press("Enter");
        terminal.await("2 keys");
        terminal.press("C-l").type("impo");
        terminal.await("> impo");
        Thread.sleep(300);
        unseen(terminal.screen(), "/nowhere");
    }

    @Test
    void r29_aHintShowsHowTheCommandIsTyped() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.type("get ");
        terminal.await("\nget [KEY]", "get [KEY]  show the value of a key  [");
        terminal.press("C-u").type("ls --limit ");
        terminal.await("--limit N  Lists so many at most.", "ls --limit");
        terminal.resize(100, 8);
        terminal.await(screen -> !screen.contains("at most"));
        unseen(terminal.screen(), "at most");
        terminal.press("C-u").type("get ");
        terminal.await("> get");
        Thread.sleep(300);
        unseen(terminal.screen(), "[KEY]");
        Tmux dumb = shell(TEST_SHELL, "TERM=dumb");
        dumb.type("get ");
        dumb.await("get");
        Thread.sleep(300);
        unseen(dumb.screen(), "[KEY]");
    }

    @Test
    void r30_viKeysAndOnesOwnEditor() throws IOException, InterruptedException {
        Path editor = Files.writeString(
                home.resolve("editor.sh"),
                "#!/bin/sh\ncat \"$1\" > '" + home + "/seen'\necho 'get plain/one' > \"$1\"\n",
                java.nio.charset.StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
        Tmux emacs = connected("plain", "VISUAL=" + editor);
        emacs.type("get plain/x").press("C-a").type("l").press("C-e");
        emacs.await("> lget plain/x");
        emacs.press("C-x").press("C-e");
        emacs.await("> get plain/one");
        assertEquals("lget plain/x\n", Files.readString(home.resolve("seen")));
        emacs.press("Enter");
        emacs.await("key    plain/one");
        Tmux vi = connected("plain", "METASH_EDIT_MODE=vi");
        vi.type("get plain/zzz").press("Escape");
        Thread.sleep(700);
        vi.type("bcw");
        vi.type("one").press("Enter");
        vi.await("plain/");
        vi.await("key    plain/one");
    }
}
