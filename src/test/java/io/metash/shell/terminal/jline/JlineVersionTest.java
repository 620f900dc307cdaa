package io.metash.shell.terminal.jline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The version of JLine whose internals were checked: whoever changes it works through src/docs/jline.md first. */
class JlineVersionTest {
    private static final String CHECKED = "3.30.0";

    @Test
    void theVersionIsTheOneThatWasChecked() throws IOException {
        assertTrue(
                Files.readString(Path.of("pom.xml")).contains("<jline.version>" + CHECKED + "</jline.version>"),
                "pom.xml has another version of JLine than " + CHECKED);
        String page = Files.readString(Path.of("src/docs/jline.md"));
        assertEquals(
                "metash uses JLine " + CHECKED + ".",
                page.lines().toList().get(2).substring(0, 25));
    }
}
