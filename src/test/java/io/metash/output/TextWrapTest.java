package io.metash.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWrapTest {
    /** The rows of a terminal that shows a line. */
    private static List<String> rows(String line, int columns) {
        List<String> rows = new ArrayList<>();
        for (int at = 0; at < line.length(); at += columns) {
            rows.add(line.substring(at, Math.min(line.length(), at + columns)).stripTrailing());
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`  verify one two three3 four` | `  verify one two;  three3 four`",
                "`  verify one two 3456 four` | `  verify one two 3456;  four`",
                "`  verify one two 3456 '7 8'` | `  verify one two 3456;  '7 8'`",
                "`  verify 'one two 345' four` | `  verify 'one two 345';  four`",
                "`  verify 'one two 3456 four'` | `  verify 'one two 3456; four'`"
            })
    void aCommandIsWrappedBetweenItsWords(String line, String rows) {
        assertEquals(List.of(rows.split(";")), rows(TextWrap.filled(line, 22, 2), 22));
    }
}
