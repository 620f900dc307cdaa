package io.metash;

import static io.metash.InProcess.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
