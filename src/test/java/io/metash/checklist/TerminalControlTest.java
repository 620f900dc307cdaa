package io.metash.checklist;

import static io.metash.checklist.OutputSamples.UTF8;
import static io.metash.checklist.OutputSamples.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.command.CommandRun;
import io.metash.output.Printable;
import io.metash.record.Bytes;
import io.metash.record.SeqV;
import io.metash.session.SessionKind;
import io.metash.testing.KeySession;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No text from a store or a command line reaches the terminal as a control sequence. */
class TerminalControlTest {
    /** Whether a terminal displays this code point and moves the cursor only by its width. */
    private static boolean harmless(int c) {
        int type = Character.getType(c);
        boolean bidi = c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e);
        return c == '\n'
                || (type != Character.CONTROL
                        && type != Character.SURROGATE
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR
                        && !bidi
                        && !(c >= 0x2066 && c <= 0x2069));
    }

    @Test
    void r42_noCodePointMovesTheCursor() {
        TreeMap<Bytes, SeqV> keys = new TreeMap<>();
        StringBuilder text = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < 0xd800 || c > 0xdfff) {
                text.appendCodePoint(c);
            }
            if (c % 1024 == 1023) {
                if (text.length() > 0) {
                    Bytes both = Bytes.utf8(text.toString());
                    keys.put(both, new SeqV(keys.size() + 1, null, both));
                }
                text.setLength(0);
            }
        }
        CommandRun run = new CommandRun(true, 100_000, UTF8);
        run.open(new KeySession("all", SessionKind.DIRECTORY, keys));
        List<String> lines = new ArrayList<>();
        for (String form : List.of("table", "json", "ndjson", "csv", "raw")) {
            lines.add("scan -o " + form);
        }
        lines.addAll(List.of("ls", "ls -r", "find", "tree", "du --depth 9", "grep -F a"));
        for (String line : lines) {
            run.ok(line);
            checkHarmless(line, run.out());
            // Only the progress line returns the cursor to the start of the line.
            checkHarmless(line, run.err().replace("\r", ""));
        }
        assertTrue(keys.size() > 1080, "" + keys.size());
    }

    private static void checkHarmless(String line, String shown) {
        shown.codePoints().forEach(c -> {
            if (!harmless(c)) {
                throw new AssertionError(line + " shows U+" + Integer.toHexString(c));
            }
        });
    }

    @Test
    void r42_messagesAndValuesAreEscaped() {
        CommandRun run = run(true, 80, UTF8);
        String evil = "x\u001b[2J\u0007\u009b1m\u202e";
        run.open(evil, "a");
        checkHarmless("connect", run.err());
        for (String line : List.of(
                "get '" + evil + "'",
                "cd '" + evil + "'",
                "use '" + evil + "'",
                "sessions",
                "'" + evil + "'",
                "ls --" + evil.replace(" ", ""),
                "grep '(" + evil + "'",
                "connect '/" + evil + "'",
                "status",
                "pwd")) {
            run.status(line);
            checkHarmless(line, run.out());
            checkHarmless(line, run.err());
        }
        run.ok("use prod");
        run.ok("get 'b/\u001b[2J\u202e'");
        checkHarmless("get", run.out());
        assertTrue(run.out().contains("b/\\x1b[2J\\u{202e}"), run.out());
        assertEquals("\\x1b]0;\\x07", Printable.text("\u001b]0;\u0007"));
    }
}
