package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the screen shows while a line is typed. */
class EditingTest extends OnScreen {
    /** Waits until the last of these words is styled, because the highlighter needs another redraw. */
    private static void styled(Tmux terminal, String word, String codes) throws IOException, InterruptedException {
        Pattern wanted = Pattern.compile("(\033\\[" + codes + ")" + Pattern.quote(word) + "(?=[^\\w/-]|$)");
        terminal.awaitColors(now -> {
            String line = now.lines().findFirst().orElse("");
            int at = line.lastIndexOf(word);
            int from = at < 0 ? -1 : line.lastIndexOf(' ', at - 1);
            return at > 0 && wanted.matcher(line.substring(from + 1)).lookingAt();
        });
    }

    @Test
    void r26_eachKindOfWordHasItsStyle() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.type("get -o raw plain/one");
        styled(terminal, "get", "(.*;)?1m");
        styled(terminal, "-o", ".*36m");
        styled(terminal, "plain/one", ".*34m");
        terminal.empty().type("echo 'quoted'");
        styled(terminal, "'quoted'", ".*32m");
        terminal.empty().type("use s");
        styled(terminal, "s", ".*35.*");
        terminal.empty().type("import --nonsense");
        styled(terminal, "import", ".*1m.*31m");
        styled(terminal, "--nonsense", ".*4m.*");
        terminal.empty().type("xyzzy");
        styled(terminal, "xyzzy", ".*4m.*31m");
        // The start of a command is not marked as wrong.
        terminal.empty().type("sess");
        terminal.awaitColors(now -> now.contains("> sess"));
    }

    @Test
    void r27_anOpenQuoteContinuesAndCtrlCCancelsIt() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.enter("get 'plain/");
        terminal.await("get 'plain/\n...");
        terminal.press("C-c");
        terminal.await(screen -> screen.contains("^C") && screen.endsWith("[130]>"));
        terminal.enter("get \\");
        terminal.await("get \\\n...");
        terminal.line("plain/one");
        terminal.awaitPrompt("key    plain/one");
    }

    @Test
    void r28_suggestsTheRestOfAnEarlierLine() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.run("ls plain/two/", "2 keys");
        terminal.run("import --raft-dir /nowhere --dry-run --db /nothing", "[7]>");
        terminal.clear().type("ls p");
        terminal.await("> ls plain/two/");
        terminal.press("Right").press("Enter");
        terminal.awaitPrompt("2 keys");
        terminal.clear().type("impo");
        terminal.await("> impo");
        // A letter is drawn only after all letters before it.
        terminal.type("r");
        unseen(terminal.await("> impor"), "/nowhere");
    }

    @Test
    void r29_aHintShowsTheUsageOfTheCommand() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.type("get ");
        terminal.await("\nget [KEY...]  show the values of keys  [");
        terminal.press("C-u").type("ls --limit ");
        terminal.await("--limit N  Lists at most N keys.", "> ls --limit");
        terminal.resize(100, 8);
        terminal.await(screen -> screen.contains("> ls --limit") && !screen.contains("at most"));
        terminal.empty().type("get ").type("x");
        unseen(terminal.await("> get x"), "[KEY...]");
        Tmux dumb = shell(TEST_SHELL, "TERM=dumb");
        dumb.type("get ").type("x");
        unseen(dumb.await("> get x"), "[KEY...]");
    }

    @Test
    void r30_viKeysAndExternalEditor() throws IOException, InterruptedException {
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
        emacs.awaitPrompt("key    plain/one");
        Tmux vi = connected("plain", "METASH_EDIT_MODE=vi");
        // In vi mode no key sequence begins with Escape b: they are two keys, however close in time.
        vi.type("get plain/zzz").press("Escape").type("bcw").type("one");
        vi.await("> get plain/one");
        vi.press("Enter");
        vi.awaitPrompt("key    plain/one");
    }
}
