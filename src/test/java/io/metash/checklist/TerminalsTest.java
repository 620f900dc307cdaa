package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Program;
import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Terminals of every kind and size, and locales. */
class TerminalsTest extends OnScreen {
    @ParameterizedTest
    @CsvSource({
        "TERM=xterm-256color, 80, 24",
        "TERM=screen-256color, 40, 10",
        "TERM=linux, 200, 60",
        "TERM=vt100, 80, 24",
        "TERM=vt100, 40, 10",
        "TERM=dumb, 80, 24",
        "-u TERM, 80, 24",
        "TERM=xterm-256color, 0, 0",
        "TERM=dumb, 0, 0"
    })
    void r73_worksOnEveryTerminal(String type, int columns, int rows) throws IOException, InterruptedException {
        boolean unknown = columns == 0;
        Tmux terminal = unknown ? nameless(type) : shell(columns, rows, TEST_SHELL, type);
        terminal.await(FIRST);
        boolean plain = type.equals("TERM=dumb") || type.startsWith("-u");
        terminal.line("connect test:plain as s");
        terminal.await("(dir ro");
        if (plain) {
            terminal.line("ls plain/");
        } else {
            terminal.type("ls pla").press("Tab");
            terminal.await("ls plain/");
            terminal.press("Enter");
        }
        String screen = terminal.await("2 lines, 3 keys");
        seen(screen, "plain/two/");
        terminal.type("half");
        terminal.await("> half");
        terminal.press("C-c");
        terminal.await(plain ? "half^C\nmetash" : "[130]>");
        terminal.line("get plain/one");
        seen(terminal.await("key    plain/one"), "value  v");
        if (plain) {
            assertFalse(terminal.colors().contains("\033["), terminal.colors());
        }
        terminal.line("exit");
        seen(terminal.await("ended with"), "ended with 0");
    }

    /** A terminal that does not know its size. */
    private Tmux nameless(String variable) throws IOException, InterruptedException {
        return shell(80, 24, TEST_SHELL, variable, "sh -c 'stty rows 0 cols 0; exec \"$@\"' sh");
    }

    @Test
    void r74_inAnyLocaleDataIsWhatItIs() throws IOException, InterruptedException {
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
        assertEquals(0, program.run("-c", "connect " + backup + "; ls -r -o raw; tree; export"), program.err());
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
