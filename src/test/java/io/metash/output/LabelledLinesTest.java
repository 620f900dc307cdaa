package io.metash.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LabelledLinesTest {
    private static String printed(int columns, int labels) {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(seen, true, StandardCharsets.UTF_8);
        LabelledLines lines =
                new LabelledLines(new Io(null, out, out, true, true, true, () -> columns, Display.PLAIN), labels);
        lines.line("label", "one two three four five six");
        lines.line("seq", "1");
        lines.key("key", Bytes.utf8("a/key/of/thirty/letters/and/more"));
        return seen.toString(StandardCharsets.UTF_8);
    }

    @Test
    void textIsWrappedBesideItsLabel() {
        assertEquals(
                """
                label   one two three
                        four five six
                seq     1
                key     a/key/of/thirty/letters/and/more
                """,
                printed(24, 8));
    }

    @Test
    void textIsBelowALabelThatLeavesNoRoom() {
        assertEquals(
                """
                label
                  one two three four
                  five six
                seq 1
                key
                  a/key/of/thirty/letters/and/more
                """,
                printed(24, 16));
    }
}
