package io.metash.checklist;

import static io.metash.checklist.OutputSamples.UTF8;
import static io.metash.checklist.OutputSamples.listings;
import static io.metash.checklist.OutputSamples.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.checklist.OutputSamples.Listing;
import io.metash.command.CommandRun;
import io.metash.output.ColorMode;
import io.metash.output.Display;
import io.metash.output.TextWidth;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables fit the width of the screen and are aligned; long cells are cut on a terminal only. */
class TableLayoutTest {
    @Test
    void r39_tablesFitAndAlign() {
        List<String> keys = keys();
        for (int columns : new int[] {30, 40, 80, 200}) {
            CommandRun run = run(true, columns, UTF8);
            for (Listing listing : listings()) {
                String line = listing.line().replace("-o json ", "");
                List<String> lines = run.ok(line + " -o table").lines().toList();
                for (String shown : lines) {
                    // Keys are never cut; they are the last column of a line.
                    boolean key = shown.endsWith("/") || keys.stream().anyMatch(shown::endsWith);
                    assertTrue(TextWidth.of(shown) <= columns || key, columns + " columns: " + line + "\n" + run.out());
                }
            }
        }
        CommandRun run = run(true, 60, UTF8);
        assertEquals(
                """
                seq  bytes  expire at                 key
                  5    6 B                            __fd_users/x
                  1    4 B                            a/plain
                  2    7 B                            'a/quoted "x", y'
                  3    3 B  2027-01-15T08:00:00.000Z  a/\u65e5\u672c\u8a9e\ud83d\udc4d
                  4   10 B                            "b/\\x1b[2J\\u{202e}"
                """,
                run.ok("find"));
        run = run(true, 34, UTF8);
        assertEquals(
                """
                key      found in  text
                a/plain  key       plain
                """,
                run.ok("grep plain"));
    }

    private static List<String> keys() {
        return run(false, 80, UTF8)
                .ok("find")
                .lines()
                .skip(1)
                .map(line -> line.substring(line.lastIndexOf("  ") + 1))
                .toList();
    }

    /** The counts of a branch are below it where they do not fit; the lines to the branches stay connected. */
    @Test
    void r39_aTreeFits() {
        CommandRun run = new CommandRun(true, 30, UTF8);
        run.open("prod", "__fd_database_by_id/1", "__fd_database_by_id/22", "a/b/a key of 20 letters", "a/c");
        assertEquals(
                """
                /
                ├── __fd_database_by_id/
                │     (2 keys, 45 B)
                │   ├── 1  (22 B)
                │   └── 22  (23 B)
                └── a/  (2 keys, 28 B)
                    ├── b/  (1 key, 24 B)
                    │   └── "a key of 20 letters"
                    │         (24 B)
                    └── c  (4 B)
                """,
                run.ok("tree"));
    }

    @Test
    void r39_widthsMatchTerminals() {
        Map<String, Integer> widths = new LinkedHashMap<>();
        widths.put("abc", 3);
        widths.put("\u65e5\u672c\u8a9e", 6);
        widths.put("e\u0301a", 2);
        widths.put("\ud83d\udc4d", 2);
        widths.put("\ud83d\udc4d\ud83c\udffd", 4);
        widths.put("\ud83c\udde9\ud83c\uddea", 2);
        widths.put("\u1112\u1161\u11ab", 2);
        widths.put("\u0915\u094d\u0937\u093f", 3);
        widths.put("\uff21\uff8a", 3);
        widths.forEach((text, width) -> assertEquals(width, TextWidth.of(text), text));
        String text = "e\u0301".repeat(3) + "\ud83d\udc4d\ud83c\udffd" + "\u65e5\u672c";
        assertEquals("e\u0301e\u0301e\u0301\u2026", TextWidth.cut(text, 7, "\u2026"));
        assertEquals("e\u0301e\u0301e\u0301\ud83d\udc4d\ud83c\udffd\u2026", TextWidth.cut(text, 8, "\u2026"));
        for (int columns = 0; columns < 14; columns++) {
            String cut = TextWidth.cut(text, columns, "\u2026");
            assertTrue(TextWidth.of(cut) <= columns, cut);
            assertEquals(cut, new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
    }

    @Test
    void r40_truncatesWithAMarkOnATerminalOnly() {
        String key = "long/" + "x".repeat(300);
        for (boolean unicode : new boolean[] {true, false}) {
            CommandRun screen = new CommandRun(true, 40, new Display(ColorMode.NEVER, true, unicode, false));
            screen.open("prod", key, "short");
            assertEquals("keys  bytes  key\n   1  306 B\n  " + key + "\n   1    6 B  short\n", screen.ok("ls -r"));
            screen.open("x".repeat(300), "a");
            String shown = screen.ok("sessions");
            assertFalse(shown.contains("x".repeat(40)), shown);
            assertTrue(shown.contains(unicode ? "xxx\u2026\n" : "xxx~\n"), shown);
        }
        CommandRun pipe = new CommandRun(false, 40, UTF8);
        pipe.open("prod", key, "short");
        for (String form : List.of("table", "json", "ndjson", "csv", "raw")) {
            assertTrue(pipe.ok("ls -r -o " + form).contains(key), form);
        }
    }
}
