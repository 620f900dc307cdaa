package io.metash.checklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What metash stores of a typed line: history, recording, debug log. */
class KeptSecretsTest extends OnScreen {
    @Test
    void noFileKeepsASecret() throws IOException, InterruptedException {
        Path recording = home.resolve("rec.metash");
        Tmux terminal = shell(SHELL + " --record " + recording, "METASH_LOG=debug");
        for (String line : List.of(
                "connect 127.0.0.1:1 --user root --password S3CRET-1",
                "  connect root:S3CRET-2@127.0.0.1:1",
                "set password S3CRET-3",
                "upsert k S3CRET-4",
                "connect 127.0.0.1:1 --pasword=S3CRET-5",
                "upsrt k S3CRET-6",
                "upsert @none k 'S3CRET-7' \"S3CRET-8\"; connect 127.0.0.1:1 --token 'S3CRET-9'",
                "txn '{\"if_then\":[\"S3CRET-10\"]}'",
                "echo last")) {
            terminal.clear().line(line);
            terminal.awaitPrompt("");
        }
        terminal.line("exit");
        terminal.await("ended with");
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                assertTrue(!text.contains("S3CRET"), file + ": " + text);
            }
        }
        String recorded = Files.readString(recording);
        assertEquals(
                """
                # not recorded, it holds a secret: connect 127.0.0.1:1 --user root --password [hidden]
                # not recorded, it holds a secret: set password [hidden]
                # not recorded, it holds a secret: upsert k [hidden]
                """,
                recorded.lines().skip(2).limit(3).map(line -> line + "\n").reduce("", String::concat));
        assertTrue(recorded.contains("\necho last\n"), recorded);
    }

    /** Left by a killed process or a full disk. */
    @Test
    void aTruncatedHistoryLineStaysSeparate() throws IOException, InterruptedException {
        Path state = Files.createDirectories(home.resolve("STATE/metash"));
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
        Path history = Files.writeString(state.resolve("history"), "1795928657496:echo one\n1795928657497:echo tw");
        Tmux terminal = shell(SHELL);
        terminal.run("echo three", "three");
        terminal.line("exit");
        terminal.await("ended with");
        List<String> lines = Files.readAllLines(history);
        assertEquals(List.of("1795928657496:echo one", "1795928657497:echo tw"), lines.subList(0, 2));
        assertEquals("echo three", lines.get(2).replaceFirst("^[0-9]+:", ""));
    }
}
