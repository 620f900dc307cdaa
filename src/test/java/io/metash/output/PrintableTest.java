package io.metash.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.metash.command.NearestNames;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void escapesWhatCouldMoveTheCursor() {
        assertEquals(
                "a\\\\b\\n\\t\\r\\x1b[2J\\x7f\\x9b\\u{202e}\\u{feff} ünï 数据库 😀",
                Printable.text("a\\b\n\t\r\u001b[2J\u007f\u009b\u202e\ufeff ünï 数据库 😀"));
    }

    @Test
    void controlCharactersOfAllPlanesAreEscaped() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String text = Printable.text(new String(Character.toChars(c)));
            assertFalse(
                    text.codePoints()
                            .anyMatch(x -> Character.isISOControl(x)
                                    || Character.getType(x) == Character.FORMAT
                                            && x != 0xad
                                            && x < 0xe000
                                            && x > 0x2000
                                            && x < 0x2070),
                    () -> "a code point passes that must not");
        }
    }

    @Test
    void suggestsTheNearestNames() {
        Set<String> names = Set.of("export", "import", "exit", "ls", "get", "init-cluster");
        assertEquals(List.of("export"), NearestNames.to("exprot", names));
        assertEquals(List.of("import"), NearestNames.to("imprt", names));
        assertEquals(List.of("init-cluster", "exit"), NearestNames.to("init", names));
        assertEquals(List.of(), NearestNames.to("frobnicate", names));
    }
}
