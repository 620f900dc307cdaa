package io.metash.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ShellWordTest {
    private static final List<String> WORDS = List.of(
            "plain",
            "a%d\n",
            "a$\n\n",
            "'$' \t'",
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
                    + " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u007f");

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
                "`-r	`,$'./-r\\x09'",
                "`a\tb`,$'a\\x09b'",
                "``,''",
                "bücher,'bücher'"
            })
    void quotesSpecialCharacters(String word, String quoted) {
        assertEquals(quoted, ShellWord.of(word));
    }

    @ParameterizedTest
    @FieldSource("WORDS")
    void aShellReadsItAsOneWord(String word) throws IOException, InterruptedException {
        assertEquals("<" + word + ">", read("bash", ShellWord.of(word)));
    }

    @ParameterizedTest
    @FieldSource("WORDS")
    void thePosixShellReadsItAsOneWord(String word) throws IOException, InterruptedException {
        String command = ShellWord.posix(ShellWord.of(word));
        assertEquals("<" + word + ">", read("bash", command));
        assertEquals("<" + word + ">", read("/bin/sh", command));
    }

    private static String read(String shell, String word) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(shell, "-c", "export LC_ALL=C; printf '<%s>' " + word).start();
        String read = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return read;
    }
}
