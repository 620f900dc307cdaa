package io.metash.shell.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metash.record.ShellWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnsiQuotesTest {
    private static List<String> words(String text) throws CommandSplitter.Unfinished {
        return CommandSplitter.parse(text, "test").get(0).texts();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$''",
                "$'a b;|<>#$x\"'",
                "$'\\a\\b\\e\\E\\f\\n\\r\\t\\v'",
                "$'\\\\n \\' \\\" \\?'",
                "$'\\x1b \\x7 \\x41g \\x \\xg'",
                "$'\\1 \\101 \\1018 \\8'",
                "$'\\xc3\\xbc \\u00fc \\u20ac1 \\U0001f600 \\u \\Ug'",
                "$'\\q \\$x \\`'",
                "$'ü\\xe2\\x80\\xae'b'c d'\"e f\"",
                "a$'\\n'b",
                "$'two\nlines'",
                "\"$'a'\"",
                "'$'"
            })
    void readsAsBash(String word) throws IOException, InterruptedException, CommandSplitter.Unfinished {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "printf %s " + word);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process shell = builder.start();
        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor());
        assertEquals(List.of("get", read), words("get " + word));
    }

    @Test
    void openQuotesAskForMore() {
        assertThrows(CommandSplitter.Unfinished.class, () -> words("get $'a"));
        assertThrows(CommandSplitter.Unfinished.class, () -> words("get $'a\\'"));
        assertThrows(CommandSplitter.Unfinished.class, () -> words("get $'a\\"));
    }

    @Test
    void aHereDocumentKeepsThem() throws CommandSplitter.Unfinished {
        DataInput input = CommandSplitter.parse("txn <<END\n$'a\\n'\nEND\n", "test")
                .get(0)
                .input();
        assertEquals("$'a\\n'\n", input.text().text());
    }

    /** Words in advice are read back at the prompt. */
    @Property
    void readsWordsOfAdviceBack(@ForAll String word) throws CommandSplitter.Unfinished {
        String name = new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        if (!name.startsWith("-")) {
            assertEquals(List.of("get", name), words("get " + ShellWord.of(name)));
        }
    }

    @Test
    void readsEachCharacterBack() throws CommandSplitter.Unfinished {
        for (int c = 0; c < 0x2100; c++) {
            String name = "a'\\" + Character.toString(c) + "\"!b";
            assertEquals(List.of("get", name), words("get " + ShellWord.of(name)));
        }
    }
}
