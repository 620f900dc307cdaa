package io.metash.checklist;

import static io.metash.checklist.OutputSamples.UTF8;
import static io.metash.checklist.OutputSamples.listings;
import static io.metash.checklist.OutputSamples.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.output.ColorMode;
import io.metash.output.Display;
import io.metash.output.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Where colors are used, and that output is complete without them. */
class ColorTest {
    private static final Display COLOURED = new Display(ColorMode.ALWAYS, true, true, false);

    private static final Pattern STYLING = Pattern.compile("\033\\[[0-9;]*m");

    @Test
    void r43_colorsOnTerminalsUnlessDisabled() {
        List<String> lines = new ArrayList<>(List.of("nonsense", "get nothing", "cd nowhere", "help"));
        listings().forEach(listing -> lines.add(listing.line()));
        Map<String, String> terminal = Map.of("TERM", "xterm-256color", "LANG", "C.UTF-8");
        Map<String, String> noColor = Map.of("TERM", "xterm-256color", "NO_COLOR", "1");
        assertFalse(escapes(run(true, 80, Display.of(noColor)), lines));
        assertFalse(escapes(run(true, 80, Display.of(Map.of("TERM", "dumb"))), lines));
        assertFalse(escapes(run(true, 80, Display.of(Map.of())), lines));
        assertFalse(escapes(run(true, 80, Display.of(terminal).with(ColorMode.NEVER)), lines));
        assertFalse(escapes(run(false, 80, Display.of(terminal)), lines));
        assertTrue(escapes(run(true, 80, Display.of(terminal)), lines));
        assertTrue(escapes(run(false, 80, Display.of(noColor).with(ColorMode.ALWAYS)), lines));
    }

    private static boolean escapes(CommandRun run, List<String> lines) {
        boolean found = false;
        for (String line : lines) {
            run.status(line);
            found |= run.out().indexOf('\033') >= 0 || run.err().indexOf('\033') >= 0;
        }
        return found;
    }

    @Test
    void r44_colorsCarryNoMeaningAlone() {
        CommandRun plain = run(true, 80, UTF8);
        CommandRun coloured = run(true, 80, COLOURED);
        List<String> lines = new ArrayList<>(List.of("nonsense", "get nothing", "cd nowhere"));
        listings().forEach(listing -> lines.add(listing.line()));
        for (String line : lines) {
            assertEquals(plain.status(line), coloured.status(line), line);
            assertEquals(plain.out(), STYLING.matcher(coloured.out()).replaceAll(""), line);
            assertEquals(plain.err(), STYLING.matcher(coloured.err()).replaceAll(""), line);
        }
        // No white, yellow, black or background colors: they are unreadable on light or dark screens.
        for (Style style : Style.values()) {
            for (String code : style.codes().split(";")) {
                assertTrue(Pattern.matches("1|2|4|31|32|34|35|36", code), style + " " + code);
            }
        }
    }
}
