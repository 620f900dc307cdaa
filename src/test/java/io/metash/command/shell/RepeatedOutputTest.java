package io.metash.command.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.output.Display;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which lines of a repeated command changed. */
class RepeatedOutputTest {
    @Test
    void changedLinesAreMarked() {
        RepeatedOutput seen = new RepeatedOutput();
        assertEquals(List.of("  a", "  b", "  b"), seen.lines("a\nb\nb\n"));
        assertEquals(List.of("* c", "  a", "  b"), seen.lines("c\na\nb\n"));
        assertEquals(List.of("  a", "  b", "* b", "  c"), seen.lines("a\nb\nb\nc\n"));
        assertEquals(List.of("  \033a".replace("\033", "")), new RepeatedOutput().lines("\033[1ma\033[0m\n"));
    }

    @Test
    void aFrameFitsTheScreen() {
        List<String> lines = List.of("  one", "* two", "  a longer line");
        assertEquals(
                List.of("every 2s: ls", "  one", "* two", "any key lea\u2026"),
                RepeatedOutput.frame("every 2s: ls", lines, 12, 4, Display.PLAIN));
        assertEquals(
                List.of("every 2s: ls", "  one", "* two", "  a longer line", "any key leaves"),
                RepeatedOutput.frame("every 2s: ls", lines, 40, 10, Display.PLAIN));
    }
}
