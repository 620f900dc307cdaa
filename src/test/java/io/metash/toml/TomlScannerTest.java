package io.metash.toml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TOML of all forms, with the positions of values. */
class TomlScannerTest {
    private static List<String> scan(String text) {
        List<String> found = new ArrayList<>();
        TomlScanner.scan(text, new TomlScanner.Sink() {
            @Override
            public void table(List<String> path, boolean ofArray, int start, int end) {
                found.add((ofArray ? "array of " : "table ") + path + " in "
                        + text.substring(start, end).strip());
            }

            @Override
            public void value(List<String> key, TomlValue value, int start, int end) {
                String line = text.substring(start, end).strip();
                found.add(key + " " + show(value) + " at " + text.substring(value.from(), value.to()) + " in " + line);
            }
        });
        return found;
    }

    private static String show(TomlValue value) {
        String items = "";
        if (!value.items().isEmpty()) {
            items = value.items().stream().map(TomlScannerTest::show).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.kind() + " " + value.text().replace("\n", "|") + items;
    }

    @Test
    void everyFormOfAValueIsFound() {
        assertEquals(
                List.of(
                        "[a] STRING x\ty\u00e9 at \"x\\ty\\u00e9\" in a = \"x\\ty\\u00e9\" # note",
                        "[b] STRING c:\\x at 'c:\\x' in b='c:\\x'",
                        "[c, d e] BARE -1_000 at -1_000 in c . \"d e\" = -1_000",
                        "[e] BARE 1979-05-27 07:32:00Z at 1979-05-27 07:32:00Z in e = 1979-05-27 07:32:00Z",
                        "table [t] in [ t ] # note",
                        "[f] ARRAY [ARRAY [BARE 1, BARE 2], STRING #] at [[1, 2], \"#\"] in f = [[1, 2], \"#\"]",
                        "[g] INLINE_TABLE {x = 1, y.z = [\"}\"]} at {x = 1, y.z = [\"}\"]} in g = {x = 1, y.z ="
                                + " [\"}\"]}",
                        "array of [t, u] in [[t.u]]"),
                scan("# head\na = \"x\\ty\\u00e9\" # note\r\nb='c:\\x'\nc . \"d e\" = -1_000\n"
                        + "e = 1979-05-27 07:32:00Z\n\n[ t ] # note\nf = [[1, 2], \"#\"]\n"
                        + "g = {x = 1, y.z = [\"}\"]}\n[[t.u]]"));
    }

    @Test
    void valuesOverSeveralLinesAreFound() {
        assertEquals(
                List.of(
                        "[a] LONG_STRING one|\"two\" three\" at \"\"\"\none\n\"two\" \\\n   three\"\"\"\" in"
                                + " a = \"\"\"\none\n\"two\" \\\n   three\"\"\"\"",
                        "[b] LONG_STRING \\n at '''\\n''' in b = '''\\n'''",
                        "[c] ARRAY [STRING x, STRING y] at [ # note ]\n"
                                + " \"x\",\n"
                                + " 'y', ] in c = [ # note ]\n"
                                + " \"x\",\n"
                                + " 'y', ]"),
                scan("a = \"\"\"\n"
                        + "one\n"
                        + "\"two\" \\\n"
                        + "   three\"\"\"\"\n"
                        + "b = '''\\n"
                        + "'''\n"
                        + "c = [ # note ]\n"
                        + " \"x\",\n"
                        + " 'y', ]\n"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`a = `, 4, the value is missing",
                "a, 1, `'=' is missing`",
                "= 1, 0, a key is missing",
                "[a, 2, `']' is missing`",
                "[[a], 4, `']' is missing`",
                "a = [1 2], 7, a comma or ] is missing",
                "a = {b = 1 c = 2}, 11, a comma or } is missing",
                "a = \"x, 4, the quotes are not closed",
                "a = '''x, 4, the quotes are not closed",
                "a = \"\\q\", 5, unknown escape",
                "a = \"\\uD8\", 5, this escape is not a valid character",
                "a = 1 2, 6, expected the end of the line",
            })
    void invalidTextIsRefusedAtItsPosition(String text, int at, String what) {
        TomlSyntaxException invalid = assertThrows(TomlSyntaxException.class, () -> scan(text));
        assertEquals(at + ": " + what, invalid.at() + ": " + invalid.what());
    }
}
