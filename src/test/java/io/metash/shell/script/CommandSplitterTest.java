package io.metash.shell.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.output.CommandWord;
import io.metash.record.Failure;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** How text is split into commands and words. */
class CommandSplitterTest {
    private static List<List<String>> parse(String text) throws CommandSplitter.Unfinished {
        return CommandSplitter.parse(text, "test").stream()
                .map(CommandSplitter.Command::texts)
                .toList();
    }

    @Test
    void commandsEndAtLineEndsAndSemicolons() throws CommandSplitter.Unfinished {
        assertEquals(
                List.of(List.of("a", "b"), List.of("c"), List.of("d#e")), parse("a  b;c # comment ; x\n\n  d#e\r\n"));
    }

    @Test
    void quotesKeepWhatIsInside() throws CommandSplitter.Unfinished {
        assertEquals(
                List.of(List.of("get", "a b;#\\n", "it's", "", "x\ty\n")),
                parse("get 'a b;#\\n' \"it's\" '' x\\ty\\n"));
        assertEquals(List.of(List.of("\u0001", "\u202e", "a\"b")), parse("\\x01 \\u{202e} \"a\\\"b\""));
        assertEquals(List.of(List.of("one", "two")), parse("one \\\n two"));
    }

    @Test
    void anUnquotedTildeIsTheHomeDirectory() throws CommandSplitter.Unfinished {
        String home = System.getProperty("user.home");
        assertEquals(List.of(List.of(home + "/x", "~/y", "a~/z")), parse("~/x '~/y' a~/z"));
    }

    @Test
    void openQuotesNeedMoreInput() {
        assertThrows(CommandSplitter.Unfinished.class, () -> parse("get 'a"));
        assertThrows(CommandSplitter.Unfinished.class, () -> parse("get \"a\nb"));
        assertThrows(CommandSplitter.Unfinished.class, () -> parse("get \\"));
    }

    @Test
    void aBadEscapeIsNamedWithItsLine() {
        Failure failure = assertThrows(Failure.class, () -> parse("a\nb \\xzz"));
        assertEquals("test:2:3", failure.where());
    }

    @Test
    void positionsReferToTheText() throws CommandSplitter.Unfinished {
        CommandSplitter.Command second =
                CommandSplitter.parse("a\n  b c", "test").get(1);
        assertEquals(2, second.line());
        assertEquals(3, second.column());
    }

    /** Printed words can be typed. */
    @Property
    void aQuotedWordIsReadBack(@ForAll String word) throws CommandSplitter.Unfinished {
        String clean = new String(
                word.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(List.of(List.of("get", clean)), parse("get " + CommandWord.quote(clean)));
    }
}
