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
    void quotesSpecialCharacters(String word, String quoted) {
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
                "'\u001b'",
                "\u001b!x",
                "\n\\n",
                "bücher\u0007",
                "\u0085",
                "\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n"
                        + "\u000b\f\r"
                        + "\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"
                        + " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u007f",
            })
    void aShellReadsItAsOneWord(String word) throws IOException, InterruptedException {
        Process shell =
                new ProcessBuilder("bash", "-c", "export LC_ALL=C; printf '<%s>' " + ShellWord.of(word)).start();
        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor());
        assertEquals("<" + word + ">", read);
    }
}
