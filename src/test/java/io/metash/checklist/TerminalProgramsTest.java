package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No program is run through PATH to query the terminal: a directory may contain a program named {@code test}. */
class TerminalProgramsTest extends OnScreen {
    @ParameterizedTest
    @ValueSource(strings = {"dumb", "none", "xterm", "no-such-terminal", ""})
    void foreignProgramsAreNotRun(String type) throws IOException, InterruptedException {
        Path bin = Files.createDirectory(home.resolve("bin"));
        Path ran = home.resolve("ran");
        for (String name : List.of("test", "infocmp", "tput", "stty", "tty", "uname", "sh", "which", "id")) {
            Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\necho \"$0 $*\" >>" + ran + "\nexit 1\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Tmux terminal = shell(SHELL, "TERM=" + type, "PATH=" + bin + ":" + System.getenv("PATH"));
        terminal.line("echo one");
        terminal.await("one");
        terminal.line("exit");
        terminal.await("ended with");
        assertEquals("", Files.exists(ran) ? Files.readString(ran) : "");
    }
}
