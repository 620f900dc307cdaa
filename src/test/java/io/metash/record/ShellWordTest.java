package io.metash.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/data/raft-1,/data/raft-1",
                "my raft,'my raft'",
                "it's,'it'\"'\"'s'",
                "$HOME,'$HOME'",
                "a;b,'a;b'",
                "*,'*'",
                "-r,'./-r'",
                "`a\tb`,$'a\\x09b'",
                "``,''",
                "bücher,'bücher'"
            })
    void quotesWhatNeedsIt(String word, String quoted) {
        assertEquals(quoted, ShellWord.of(word));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "my raft",
                "it's",
                "$(touch x)",
                "`x`",
                "a\nb",
                "\u001b[31m",
                "\u202egnp",
                "a\\b",
                "\"",
                "!x",
                "~/x",
                "#x",
                "'\u001b'"
            })
    void aShellReadsItAsOneWord(String word) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-c", "printf '<%s>' " + ShellWord.of(word)).start();
        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor());
        assertEquals("<" + word + ">", read);
    }
}
