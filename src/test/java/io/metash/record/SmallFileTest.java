package io.metash.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.command.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a user names, and that cannot be read. */
class SmallFileTest {
    private static final Path SAMPLE = Path.of("src/examples/sample.ndjson");

    @TempDir
    Path scratch;

    private final CommandRun run = new CommandRun().onRealPlaces();

    /** The system reports "Is a directory" without its name. */
    @Test
    void aDirectoryIsNamed() {
        for (String line : List.of(
                "init-cluster plan --db " + SAMPLE + " --config DIR",
                "init-cluster show DIR",
                "rollback --journal DIR",
                "lua --file DIR")) {
            assertEquals(7, run.status(line.replace("DIR", scratch.toString())), run.err());
            assertEquals(
                    "metash: the operating system reports: Is a directory\n  where  " + scratch + "\n",
                    run.err(),
                    line);
        }
    }

    @Test
    void aConfigurationThatIsNotUtf8IsReported() throws IOException {
        Path file = Files.write(
                scratch.resolve("latin.toml"),
                "[raft_config]\nid = 1\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(2, run.status("init-cluster plan --db " + SAMPLE + " --config " + file), run.err());
        assertEquals(
                "metash: this file is not UTF-8 text\n  where  " + file
                        + "\n  next   check what it is, or convert it: iconv -t UTF-8\n",
                run.err());
    }
}
