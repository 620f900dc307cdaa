package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.HistoryLines;
import io.metash.command.StateDirectory;
import io.metash.testing.Program;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The history of lines. */
class HistoryTest extends OnScreen {
    private Path file() {
        return home.resolve("state/history");
    }

    private HistoryLines lines() {
        return new HistoryLines(new StateDirectory(home.resolve("state")), true);
    }

    private List<String> texts() throws IOException {
        return lines().lines().stream().map(HistoryLines.Line::text).toList();
    }

    @Test
    void r32_theFileIsPrivateAndNoLinkIsFollowed() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 000; exec \"$@\"",
                        "sh",
                        java(),
                        "-cp",
                        classPath(),
                        Adder.class.getName(),
                        home.resolve("state").toString(),
                        "one",
                        "1")
                .inheritIO()
                .start();
        assertTrue(shell.waitFor(120, TimeUnit.SECONDS));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals(List.of("one 0"), texts());
        Path elsewhere = Files.writeString(home.resolve("elsewhere"), "mine");
        Files.delete(file());
        Files.createSymbolicLink(file(), elsewhere);
        assertThrows(IOException.class, () -> lines().add("ls"));
        assertThrows(IOException.class, () -> lines().lines());
        assertEquals("mine", Files.readString(elsewhere));
    }

    @Test
    void r33_linesWithALeadingBlankAndSecretsAreNotKept() throws IOException {
        HistoryLines lines = lines();
        assertNull(lines.add(" get secret/key"));
        lines.add("connect h:1 --password hunter2");
        lines.add("connect h:1 --password='hunter 2' --user u");
        lines.add("connect grpc://root:hunter2@h:1");
        lines.add("ls a\nls b\\c");
        String kept = Files.readString(file());
        assertFalse(kept.contains("hunter"), kept);
        assertFalse(kept.contains("secret/key"), kept);
        assertEquals("ls a\nls b\\c", texts().get(3));
        assertEquals(4, texts().size());
    }

    private static String java() {
        return System.getProperty("java.home") + "/bin/java";
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** Adds lines as a shell does; started as a separate process. */
    static final class Adder {
        private Adder() {}

        public static void main(String[] arguments) throws IOException {
            HistoryLines lines = new HistoryLines(new StateDirectory(Path.of(arguments[0])), true);
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                lines.add(arguments[1] + " " + i);
                if (arguments.length > 3) {
                    System.out.println(i);
                }
            }
        }
    }

    private Process adder(String name, int count, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Adder.class.getName(),
                home.resolve("state").toString(),
                name,
                "" + count));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void r34_concurrentShellsLoseNothingAndAKilledOneAtMostItsLastLine() throws IOException, InterruptedException {
        Process one = adder("a", 300);
        Process two = adder("b", 300);
        assertTrue(one.waitFor(120, TimeUnit.SECONDS) && two.waitFor(120, TimeUnit.SECONDS));
        List<String> all = texts();
        for (int i = 0; i < 300; i++) {
            assertTrue(all.contains("a " + i) && all.contains("b " + i), "line " + i);
        }
        assertEquals(600, all.size());
        Process killed = adder("k", 1_000_000, "tell");
        int last = -1;
        try (var out = killed.inputReader()) {
            while (last < 200) {
                last = Integer.parseInt(out.readLine());
            }
            killed.destroyForcibly().waitFor();
        }
        all = texts();
        for (int i = 0; i < last; i++) {
            assertTrue(all.contains("k " + i), "line " + i + " of " + last);
        }
    }

    @Test
    void r35_ctrlRSearchesFuzzilyAndHistoryCommandsExist() throws IOException, InterruptedException {
        Tmux terminal = connected("plain");
        terminal.run("ls plain/two/", "2 keys");
        terminal.run("get plain/one", "key    plain/one");
        terminal.run("ls plain/two/", "2 keys");
        terminal.run("pwd", "\n/\n");
        terminal.clear().press("C-r");
        terminal.await("search: _");
        terminal.type("plain");
        String list = terminal.await("search: plain_", "\n> ls plain/two/", "\n  get plain/one");
        assertEquals(1, list.split("ls plain/two/", -1).length - 1, list);
        // The letters in order are enough; another Ctrl-R shows the next match.
        for (int i = 0; i < "plain".length(); i++) {
            terminal.press("BSpace");
        }
        terminal.type("gpone");
        terminal.await("\n> get plain/one", "search: gpone_");
        terminal.press("Enter");
        terminal.await(
                screen -> screen.endsWith(")> get plain/one") || screen.contains(")> get plain/one\nget [KEY...]"));
        terminal.press("Enter");
        terminal.awaitPrompt("key    plain/one");
        terminal.type("get");
        terminal.await(screen -> screen.contains(")> get"));
        terminal.press("C-r");
        terminal.await("search: get_");
        // ESC keeps the line; the next key is inserted into it.
        terminal.press("Escape");
        unseen(terminal.await(screen -> !screen.contains("search:")), "search:");
        terminal.press("C-u");
        terminal.clear().run("history -o raw", "7 lines", "\nls plain/two/\n");
        terminal.clear().enter("history clear");
        terminal.await("of the history? y/N >");
        terminal.line("n");
        terminal.awaitPrompt("nothing was changed");
        terminal.clear().enter("history clear");
        terminal.await("of the history? y/N >");
        terminal.line("y");
        terminal.awaitPrompt("the history is empty now");
        unseen(terminal.clear().run("history -o raw", "1 line"), "plain/one");
        terminal.press("C-d");
        terminal.await("ended with 0");
        Tmux none = shell(SHELL + " --no-history");
        none.run("ls never/kept", "]>");
        none.run("history -o raw", "2 lines", "\nls never/kept\n");
        none.line("exit");
        none.await("ended with");
        assertFalse(Files.readString(home.resolve("STATE/metash/history")).contains("never/kept"));
    }

    @Test
    void r36_scriptsWriteNoHistory() throws IOException, InterruptedException {
        Program program = new Program(home);
        assertEquals(0, program.run("-c", "help; pwd || help"), program.err());
        Path script = Files.writeString(home.resolve("s.metash"), "help\n");
        assertEquals(0, program.run(script.toString()), program.err());
        assertEquals(0, program.fed("help\n", Program.command("-")), program.err());
        try (var files = Files.walk(home)) {
            assertTrue(files.noneMatch(path -> path.getFileName().toString().startsWith("history")));
        }
    }

    /** A question is wrapped between words. */
    @Test
    void aQuestionFitsANarrowTerminal() throws IOException, InterruptedException {
        Tmux terminal = shell(36, 12, SHELL);
        terminal.clear().enter("history clear");
        terminal.await(screen -> screen.matches("(?s).*Delete \\d lines? of the history\\?\ny/N >"));
        terminal.press("C-c");
    }
}
