package io.metash.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageStreamTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final MessageStream messages = new MessageStream(bytes);

    private String written() {
        messages.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void styleAndProgressPass() {
        messages.println(Style.BAD.on("metash:", true) + " k\u00e4se \\n it is");
        messages.print("\rreading: 1 MB" + MessageStream.ERASE + "\r");
        messages.print("\r" + MessageStream.ERASE + "\r");
        assertEquals("\033[1;31mmetash:\033[0m k\u00e4se \\n it is\n\rreading: 1 MB\033[J\r\r\033[J\r", written());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\033]0;title\007",
                "\033[31mred",
                "\033[2J",
                "\033[1;31",
                "\u202egnp",
                "\u009b31m",
                "\033",
                "a\rb",
                "\r",
                "\007",
                "\u2066x",
                "\ufeff",
                "\0",
                "\177",
                "\033c",
                "\033P+q\033\\",
                "\ud800",
                "\u200f"
            })
    void nothingElseDoes(String hostile) {
        messages.print(hostile);
        messages.printf("%s%n", hostile);
        messages.append(hostile).append('\033');
        messages.println((Object) hostile);
        messages.print('\007');
        for (byte b : written().getBytes(StandardCharsets.UTF_8)) {
            assertEquals(true, b >= 0x20 && b != 0x7f || b == '\n', written());
        }
    }

    /** Each part of a failure, on a stream that escapes and by its own printer. */
    @Test
    void failuresAreEscaped() {
        String hostile = "\033]0;x\007\u202e\r\033[31m";
        String shown = "\\x1b]0;x\\x07\\u{202e}\\r\\x1b[31m";
        Failure failure = Failure.of(ExitStatus.IO, hostile)
                .at(hostile)
                .because(hostile)
                .next(hostile)
                .showing(hostile, "^");
        Failures.render(failure, messages, false);
        assertEquals(
                "metash: " + shown + "\n  " + shown + "\n  ^\n  where  " + shown + "\n  why    " + shown + "\n  next   "
                        + shown + "\n",
                written());
    }
}
