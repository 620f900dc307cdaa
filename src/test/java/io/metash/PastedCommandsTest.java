package io.metash;

import static io.metash.InProcess.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.record.ShellWord;
import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands printed for copying, for a directory whose name contains a blank and a quote. */
class PastedCommandsTest {
    @TempDir
    Path scratch;

    /** The text after these words, up to a comment. */
    private static Stream<String> commands(String text, String... leads) {
        return text.lines()
                .filter(line -> Stream.of(leads).anyMatch(line::contains))
                .map(line -> line.replaceFirst("^.*?(type:|to undo:|next  ) *", "")
                        .replaceFirst(" {3}\\(.*", "")
                        .replaceFirst(", or rm .*", ""));
    }

    @Test
    void pastedCommandsParseAsPrinted() throws IOException, InterruptedException {
        Path raft = scratch.resolve("my 'raft");
        String db = TestData.file("peer/want_exported_v004").toString();
        run("import", "--raft-dir", raft.toString(), "--db", db);
        String text = run("import", "--raft-dir", raft.toString(), "--db", db).err()
                + run("doctor", raft.toString()).out();
        List<String> commands = commands(text, "type:", "to undo:").toList();
        assertTrue(commands.size() > 3, text);
        Path words = Files.writeString(scratch.resolve("words"), "");
        for (String command : commands) {
            String shell = "metash() { printf '%s\\n' \"$@\" >>'" + words
                    + "'; }; rm() { metash \"$@\"; }; chmod() { metash \"$@\"; }; ";
            assertEquals(
                    0, new ProcessBuilder("bash", "-c", shell + command).start().waitFor(), command);
        }
        // No word is only a part of the name.
        List<String> read = Files.readAllLines(words);
        assertTrue(read.stream().noneMatch(word -> word.endsWith("/my") || word.equals("raft")), read.toString());
        assertTrue(read.contains(raft.toString()), read.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"my 'raft", "raft\n\tend\n"})
    void programsOfAdviceWorkAsPrinted(String name) throws IOException, InterruptedException {
        Path raft = scratch.resolve(name);
        String db = TestData.file("peer/want_exported_v004").toString();
        run("import", "--raft-dir", raft.toString(), "--db", db);
        Path version = raft.resolve("df_meta/VERSION");
        Files.delete(version);
        runIn("bash", commands(run("doctor", raft.toString()).out(), "type: printf"));
        assertEquals("{\"version\":\"V004\"}", Files.readString(version));
        Files.writeString(version, "{\"version\":\"V003\",\"upgrading\":\"V004\"}");
        runIn("bash", commands(run("verify", raft.toString()).out(), "next  "));
        assertTrue(Files.exists(scratch.resolve(name + ".copy").resolve("df_meta/VERSION")));
        String asAtThePrompt =
                ShellWord.posix(commands(run("doctor", raft.toString()).out(), "type: cp")
                        .toList()
                        .get(0));
        Files.delete(version);
        runIn("/bin/sh", Stream.of(asAtThePrompt + "/again"));
        assertTrue(Files.exists(scratch.resolve(name + ".copy").resolve("again/df_meta")));
    }

    private static void runIn(String shell, Stream<String> commands) throws IOException, InterruptedException {
        List<String> all = commands.toList();
        assertEquals(1, all.size(), all.toString());
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", all.get(0));
        assertEquals(0, builder.inheritIO().start().waitFor(), all.get(0));
    }
}
