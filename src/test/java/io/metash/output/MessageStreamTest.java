package io.metash.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void aMessageIsOneWrite() {
        List<String> writes = new ArrayList<>();
        MessageStream stream = new MessageStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        writes.add(String.valueOf((char) b));
                    }

                    @Override
                    public void write(byte[] text, int from, int length) {
                        writes.add(new String(text, from, length, StandardCharsets.UTF_8));
                    }
                },
                () -> 40);
        stream.println("short");
        stream.println("a message that is wrapped between words at forty columns");
        assertEquals(List.of("short\n", "a message that is wrapped between words\nat forty columns\n"), writes);
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

    @Test
    void linesAreWrappedBetweenWordsOnATerminal() {
        MessageStream narrow = new MessageStream(bytes, () -> 40);
        narrow.println("4,000 keys, 12.3 KB; there are more: raise --limit");
        narrow.println("  " + Style.BAD.on("node 3", true) + " does not answer: connection refused\nby 127.0.0.1");
        narrow.print("a line that is printed in parts, such as a question, stays whole");
        narrow.println();
        MessageStream.like(narrow, bytes).println("and so does a stream to another target: it is wrapped alike");
        MessageStream.like(messages, bytes).println("without a terminal, each line is as long as it happens to be");
        assertEquals(
                """
                4,000 keys, 12.3 KB; there are more:
                raise --limit
                  \033[1;31mnode 3\033[0m does not answer: connection
                  refused
                by 127.0.0.1
                a line that is printed in parts, such as a question, stays whole
                and so does a stream to another target:
                it is wrapped alike
                without a terminal, each line is as long as it happens to be
                """,
                written());
    }

    /** Blanks, not line ends, fill the rows of a command, so a copy of it is one line. */
    @Test
    void commandsStayOneLine() {
        assertEquals(
                "to undo: rollback --journal" + " ".repeat(13) + "  /var/lib/databend/raft.journal",
                TextWrap.filled("to undo: rollback --journal /var/lib/databend/raft.journal", 40, 2));
        assertEquals(
                "connect '/a directory/with blanks' as     a-name",
                TextWrap.filled("connect '/a directory/with blanks' as a-name", 40, 2));
        assertEquals("short", TextWrap.filled("short", 40, 2));
        assertEquals(
                "     type: backup --to DIR --raft-dir   " + " ".repeat(11) + "RAFT_DIR   (makes one)",
                TextWrap.filled("     type: backup --to DIR --raft-dir RAFT_DIR   (makes one)", 40, 11));
        assertEquals(
                "apply /a/very/long/path/that/does/not/fit/into/a/row --only 1 --yes",
                TextWrap.filled("apply /a/very/long/path/that/does/not/fit/into/a/row --only 1 --yes", 40, 2));
    }

    @Test
    void helpIsWrappedBelowItsSecondColumn() {
        assertEquals(
                List.of("  T1    term 1: each election of a", "        leader begins a new term"),
                TextWrap.helpLine("  T1    term 1: each election of a leader begins a new term", 40));
        assertEquals(
                List.of("Ids are compared by term, then index. A", "store that has applied more holds more."),
                TextWrap.helpLine(
                        "Ids are compared by term, then index. A store that has applied more holds more.", 40));
        String command = "  metash verify --require-proof backup.ndjson || mail ops@example.com";
        assertEquals(List.of(command), TextWrap.helpLine(command, 40));
        assertEquals(
                List.of("  ls -r __fd_table/some/  every key by", "    itself"),
                TextWrap.helpLine("  ls -r __fd_table/some/     every key by itself", 40));
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
