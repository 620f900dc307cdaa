package io.metash.command.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.output.Io;
import io.metash.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What TAB offers in each position. */
class CompletionTest {
    @TempDir
    Path scratch;

    private CommandContext context;

    @BeforeEach
    void open() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        context = new CommandContext(
                Commands.table(), new Io(null, nowhere, nowhere, false, false, false, () -> 80), true, false);
    }

    @AfterEach
    void close() throws IOException {
        context.close();
    }

    private List<String> offered(String prefix, String... before) {
        return new Completion(context)
                .complete(List.of(before), prefix).stream()
                        .map(Completion.Candidate::value)
                        .toList();
    }

    private void connected() {
        new CommandLineRunner(context)
                .run(List.of("connect", TestData.file("real/rich-snap.raft").toString(), "as", "snap"));
    }

    @Test
    void commandsAreCompleted() {
        assertEquals(List.of("import", "init-cluster", "inspect"), offered("i"));
        assertEquals(List.of("connect", "connections", "config"), offered("con", "help"));
    }

    /** After on all and every, completion is that of the command that they run. */
    @Test
    void commandsRunByOtherCommandsAreCompleted() {
        assertEquals(List.of("all"), offered("", "on"));
        assertEquals(List.of("import", "init-cluster", "inspect"), offered("i", "on", "all"));
        assertEquals(List.of("import", "init-cluster", "inspect"), offered("i", "every", "2s"));
        assertEquals(List.of("--depth"), offered("--de", "on", "all", "tree"));
        connected();
        assertEquals(List.of("__fd_id_gen/"), offered("__fd_id_g", "every", "2s", "count"));
        assertEquals(List.of("import", "init-cluster", "inspect"), offered("i", "every", "--count", "2", "2s"));
        assertEquals(List.of("__fd_id_gen/"), offered("__fd_id_g", "every", "--count=2", "2s", "count"));
        assertEquals(List.of("tables"), offered("tab", "alias", "t", "="));
        assertEquals(List.of("tables"), offered("tab", "alias", "t="));
        assertEquals(List.of("__fd_id_gen/"), offered("__fd_id_g", "alias", "ids", "=", "ls"));
        assertEquals(List.of("@snap"), offered("@", "try", "every", "2s", "count"));
    }

    /** Ctrl-C ends a read at once; a change is stopped before its next step. */
    @Test
    void recognisesLinesThatChangeData() {
        LineGrammar grammar = new LineGrammar(context);
        List<String> changing = List.of(
                "delete a",
                "import --raft-dir a --db b",
                "try delete a",
                "on all upsert a b",
                "every 2s upsert a b",
                "every --count 2 2s upsert a b",
                "every --count=2 2s delete a",
                "doctor --clean a",
                "backups prune a",
                "init-cluster apply a");
        List<String> reading = List.of(
                "doctor a",
                "doctor --clean --dry-run a",
                "backups a",
                "get delete",
                "verify import",
                "every 2s get delete",
                "every --count 2",
                "every --count 2 2s",
                "alias d = delete a",
                "on all",
                "none");
        for (String line : changing) {
            assertTrue(grammar.changes(List.of(line.split(" "))), line);
        }
        for (String line : reading) {
            assertFalse(grammar.changes(List.of(line.split(" "))), line);
        }
    }

    @Test
    void optionsAlreadyGivenAreNotOffered() {
        assertEquals(List.of("--raft-dir"), offered("--ra", "import"));
        assertEquals(List.of(), offered("--ra", "import", "--raft-dir", "x"));
        assertEquals(List.of("--initial-cluster"), offered("--ini", "import", "--initial-cluster", "1=a:1"));
        assertTrue(offered("--", "export").stream().noneMatch(option -> option.equals("--id")));
    }

    /** With an open session the hint omits options for other services, but completion offers them. */
    @Test
    void hintsDependOnTheSession() {
        LineGrammar grammar = new LineGrammar(context);
        String alone = grammar.hint(List.of("status", ""));
        assertTrue(alone.contains("[--grpc-api-address ADDRESS]") && alone.contains("[--tls]"), alone);
        connected();
        assertEquals(
                List.of(),
                List.of("get", "status", "members", "export", "transfer-leader", "health").stream()
                        .map(command -> grammar.hint(List.of(command, "")))
                        .filter(hint ->
                                hint.matches(".*--(grpc-api-address|admin-api-address|tls|user|password|ask).*"))
                        .toList());
        assertTrue(grammar.hint(List.of("connect", "")).contains("[--tls]"));
        assertEquals(List.of("--tls", "--tls-ca", "--tls-domain"), offered("--tls", "status"));
    }

    @Test
    void pathsAreCompleted() throws IOException {
        Files.createDirectory(scratch.resolve("raft"));
        Files.writeString(scratch.resolve("raft.ndjson"), "");
        Files.writeString(scratch.resolve(".hidden"), "");
        String in = scratch + "/";
        assertEquals(List.of(in + "raft/", in + "raft.ndjson"), offered(in + "r", "connect"));
        assertEquals(List.of(in + "raft/"), offered(in, "export", "--raft-dir"));
        assertEquals(List.of(in + "raft/", in + "raft.ndjson"), offered(in, "import", "--db"));
        assertEquals(List.of(in + ".hidden"), offered(in + ".", "connect"));
        assertEquals(List.of(), offered("/no/such/directory/x", "connect"));
    }

    @Test
    void sessionsAndKeysBySegment() {
        assertEquals(List.of(), offered("__fd_t", "ls"));
        connected();
        assertEquals(List.of("snap"), offered("s", "use"));
        assertEquals(
                List.of("__fd_table/", "__fd_table_by_id/", "__fd_table_id_list/", "__fd_table_id_to_name/"),
                offered("__fd_t", "ls"));
        assertEquals(
                List.of("__fd_database/python_binding/default", "__fd_database/python_binding/shop"),
                offered("__fd_database/python_binding/", "get").stream()
                        .filter(key -> !key.contains("%"))
                        .toList());
        assertEquals(List.of("probe/big", "probe/bin"), offered("probe/b", "get"));
        assertEquals(List.of("as"), offered("", "connect", "somewhere"));
    }
}
