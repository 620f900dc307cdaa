package io.metash.shell.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.record.Failure;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The parser on random texts: it parses or refuses them, and parsed commands round-trip. */
class ScriptProperties {
    private static final String[] PIECES = {
        "ls",
        "get",
        "try",
        "on-error",
        " ",
        "  ",
        "\t",
        "\n",
        ";",
        "||",
        "|",
        ">",
        ">>",
        "<",
        "<<END",
        "<<'E F'",
        "END\n",
        "E F\n",
        "#",
        "'",
        "\"",
        "\\",
        "\\\n",
        "$",
        "$a",
        "$'",
        "$'\\x1b\\u00fc'",
        "${a}",
        "${a:-x y}",
        "${",
        "}",
        "$@",
        "$1",
        "${12}",
        "$?",
        "!",
        "! ls",
        "~/",
        "~",
        "@s",
        "=",
        "-o",
        "\\x41",
        "\\u{1f600}",
        "\\xzz",
        "ä",
        "\u202e",
        "\ud83d",
        "\ude00",
        "\r",
        "\r\n",
        "\ufeff",
        "\u0000",
        "key/with/slash",
        "*",
        "&",
        "(",
        ")",
        "\\$",
        ":-",
        "0",
        "END",
        "\nEND\n"
    };

    /** A command without the positions of its words, for comparison. */
    private static List<Object> shape(CommandSplitter.Command command) {
        return java.util.Arrays.asList(
                command.words().stream().map(CommandSplitter.Word::parts).toList(),
                command.redirect() == null ? null : command.redirect().kind(),
                command.redirect() == null || command.redirect().file() == null
                        ? null
                        : command.redirect().file().parts(),
                command.redirect() == null ? null : command.redirect().program(),
                command.input() == null || command.input().file() == null
                        ? null
                        : command.input().file().parts(),
                command.input() == null || command.input().text() == null
                        ? null
                        : command.input().text().parts(),
                command.otherwise());
    }

    static boolean roundTrips(String text) {
        List<CommandSplitter.Command> commands;
        try {
            CommandSplitter.last(text);
            commands = CommandSplitter.parse(text, "fuzz");
        } catch (CommandSplitter.Unfinished | Failure refused) {
            return false;
        }
        String written = CommandQuoting.script(commands);
        try {
            assertEquals(
                    commands.stream().map(ScriptProperties::shape).toList(),
                    CommandSplitter.parse(written, "again").stream()
                            .map(ScriptProperties::shape)
                            .toList(),
                    () -> "from " + text + "\nto " + written);
        } catch (CommandSplitter.Unfinished | Failure refused) {
            throw new AssertionError("not read again: " + written + "\nfrom: " + text, refused);
        }
        return true;
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(14);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
            if (random.nextInt(3) == 0) {
                text.append(' ');
            }
            if (random.nextInt(40) == 0) {
                text.appendCodePoint(random.nextInt(0x110000));
            }
        }
        return text.toString();
    }

    private static void fuzz(int inputs) {
        SplittableRandom random = new SplittableRandom(62);
        int read = 0;
        for (int i = 0; i < inputs; i++) {
            read += roundTrips(text(random)) ? 1 : 0;
        }
        // A generator whose texts are all refused would prove nothing.
        assertEquals(true, read > inputs / 10, read + " of " + inputs + " were read");
    }

    @Test
    void r62_theParserRoundTrips() {
        fuzz(30_000);
    }

    @Tag("slow")
    @Test
    void r62_theParserRoundTripsAMillionScripts() {
        fuzz(1_000_000);
    }
}
