package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Program;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Terminals of every type and size, and locales. */
class TerminalsTest extends OnScreen {
    private static final String WORLD = "\u00fcn\u00efc\u00f6d\u00e9 \u6570\u636e";

    /** Typical terminals, so every run covers each type and each size. */
    @ParameterizedTest
    @CsvSource({
        "TERM=xterm-256color, 80, 24",
        "TERM=screen-256color, 40, 10",
        "TERM=linux, 200, 60",
        "TERM=vt100, 40, 10",
        "TERM=dumb, 0, 0",
        "-u TERM, 80, 24"
    })
    void r73_worksOnTerminalsOfEveryKind(String type, int columns, int rows) throws IOException, InterruptedException {
        everything(type, columns, rows);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("all")
    void r73_worksOnEveryTerminalOfEverySize(String type, int columns, int rows)
            throws IOException, InterruptedException {
        everything(type, columns, rows);
    }

    static Stream<Arguments> all() {
        return Stream.of(
                        "TERM=xterm-256color",
                        "TERM=screen-256color",
                        "TERM=linux",
                        "TERM=vt100",
                        "TERM=dumb",
                        "-u TERM")
                .flatMap(type -> Stream.of(new int[] {80, 24}, new int[] {40, 10}, new int[] {200, 60}, new int[2])
                        .map(size -> Arguments.of(type, size[0], size[1])));
    }

    /** Typing, editing, TAB, a listing, an error, Ctrl-C, non-ASCII letters, Ctrl-D; the final screen is exact. */
    private void everything(String type, int columns, int rows) throws IOException, InterruptedException {
        Tmux terminal = columns == 0 ? nameless(type) : shell(columns, rows, TEST_SHELL, type);
        boolean plain = type.equals("TERM=dumb") || type.startsWith("-u");
        terminal.line("connect test:plain as s");
        String prompt = columns == 40 && !plain ? "s (dir ro)>" : "metash s (dir ro, log 7)>";
        terminal.awaitEnd("\n" + prompt);
        terminal.type("lz").press("BSpace").type("s pla");
        terminal.await("> ls pla");
        if (plain) {
            terminal.type("in/");
        } else {
            terminal.press("Tab");
        }
        terminal.await("> ls plain/");
        terminal.press("Enter");
        String screen = terminal.await(now -> now.contains("2 lines, 3 keys") && now.endsWith(">"));
        seen(screen, "plain/one");
        seen(screen, "plain/two/");
        terminal.line("lsx");
        screen = terminal.await(now -> now.contains("lsx") && now.endsWith("]>"));
        seen(screen, "unknown command");
        terminal.type("half");
        terminal.await("> half");
        terminal.press("C-c");
        seen(terminal.await(now -> now.contains("half^C") && now.endsWith("[130]>")), "> half^C");
        terminal.run("echo $?", "\n130\n");
        terminal.line("get '" + WORLD + "'");
        screen = terminal.await(now -> now.contains("no such key") && now.endsWith("]>"));
        assertTrue(screen.replaceAll("\\s", "").contains("'" + WORLD.replace(" ", "")), screen);
        terminal.line("pwd >gone");
        terminal.awaitEnd("\n" + prompt);
        if (plain) {
            assertFalse(terminal.colors().contains("\033["), terminal.colors());
            terminal.line("get plain/one");
            String last = "\nkey    plain/one\nseq    1\nvalue  v\n" + prompt;
            terminal.awaitEnd("> get plain/one" + last);
        } else {
            terminal.press("C-l");
            terminal.await(now -> now.equals(prompt));
            terminal.type("get plain/on")
                    .press("Left")
                    .press("Left")
                    .press("C-e")
                    .type("e");
            terminal.await("> get plain/one");
            terminal.press("Enter");
            String value = prompt + " get plain/one\nkey    plain/one\nseq    1\nvalue  v\n" + prompt;
            assertEquals(value, terminal.await(now -> now.contains("value") && now.endsWith("\n" + prompt)));
        }
        unseen(terminal.screen(), "\uFFFD");
        unseen(terminal.screen(), "^[");
        unseen(terminal.screen(), "2004");
        terminal.press("C-d");
        terminal.await("ended with 0");
    }

    /** A terminal that reports no size. */
    private Tmux nameless(String variable) throws IOException, InterruptedException {
        return shell(80, 24, TEST_SHELL, variable, "sh -c 'stty rows 0 cols 0; exec \"$@\"' sh");
    }

    @Test
    void r74_dataIsIndependentOfTheLocale() throws IOException, InterruptedException {
        String key = "k/\u00fcn\u00efc\u00f6d\u00e9 \u6570\u636e \uD83D\uDE00";
        Path backup = Files.writeString(
                home.resolve("odd.ndjson"),
                """
                ["header",{"DataHeader":{"key":"header","value":{"version":"V004"}}}]
                ["state_machine/0",{"Sequences":{"key":"generic-kv","value":2}}]
                ["state_machine/0",{"GenericKV":{"key":"%s","value":{"seq":1,"meta":null,"data":[104,105]}}}]
                """
                        .formatted(key));
        Program program = new Program(home).with("METASH_CALLER_LOCALE", "C").with("LC_ALL", "C.UTF-8");
        String accepted = Stream.of("node-id", "vote", "committed", "purged", "last-applied", "last-membership")
                .map(line -> " --accept missing-" + line)
                .collect(Collectors.joining());
        assertEquals(
                0, program.run("-c", "connect " + backup + accepted + "; ls -r -o raw; tree; export"), program.err());
        assertTrue(program.out().startsWith(key + "\n"), program.out());
        assertTrue(program.out().contains("\"key\":\"" + key + "\""), program.out());
        assertFalse(program.out().contains("?"), program.out());
        assertTrue(
                program.out()
                        .replace(key, "")
                        .replace(key.substring(2), "")
                        .chars()
                        .allMatch(c -> c < 0x80),
                program.out());
    }
}
