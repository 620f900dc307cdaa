package io.metash.command.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.client.MetaClient;
import io.metash.command.CommandContext;
import io.metash.command.CommandEntry;
import io.metash.command.CommandTrait;
import io.metash.command.completion.Completion.Candidate;
import io.metash.config.Config;
import io.metash.config.ConfigFiles;
import io.metash.output.Io;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.testing.LiveService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion for bash, zsh and fish. */
class SystemShellCompletionTest {
    @TempDir
    Path scratch;

    private CommandContext context;

    @BeforeEach
    void open() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        Io io = new Io(null, nowhere, nowhere, false, false, false, () -> 80);
        context = new CommandContext(Commands.table(), io, false, false);
        context.markOneShot();
    }

    @AfterEach
    void close() throws IOException {
        context.close();
    }

    private List<Candidate> candidates(String typed, String... before) {
        return new SystemShellCompletion(context, List.of("--utc")).complete(List.of(before), typed, new Cancel());
    }

    private List<String> offered(String typed, String... before) {
        return candidates(typed, before).stream().map(Candidate::value).toList();
    }

    @Test
    void firstCommandsAreCompleted() throws IOException {
        List<String> all = offered("");
        for (CommandEntry entry : Commands.table().entries()) {
            assertEquals(entry.is(CommandTrait.ONE_SHOT), all.contains(entry.name()), entry.name());
        }
        assertEquals(List.of("--utc"), offered("-"));
        Path script = Files.writeString(scratch.resolve("a.metash"), "");
        assertEquals(List.of(script.toString()), offered(scratch + "/"));
        assertEquals(List.of(script.toString()), offered(scratch + "/", "a.metash"));
        assertEquals(List.of(), offered("", "-c", "ls"));
        assertEquals(List.of(), offered("exporr"), "a shell replaces what is typed only by what goes on from it");
    }

    @Test
    void filesThatNeedMoreThanQuotesAreNotOffered() throws IOException {
        Files.writeString(scratch.resolve("a b"), "");
        Files.writeString(scratch.resolve("a\tb"), "");
        assertEquals(List.of(scratch + "/a b"), offered(scratch + "/a", "import", "--db"));
    }

    @Test
    void addressesOfNamedConnectionsAreCompleted() throws IOException {
        Path settings = Files.writeString(
                scratch.resolve("metash.toml"),
                """
                [connections.prod]
                place = "prod-meta:9191"
                admin = "prod-meta:28002"
                [connections.backup]
                place = "/var/lib/raft"
                """);
        context.use(Config.load(new ConfigFiles(settings, scratch.resolve("none.toml")), Map.of()));
        assertEquals(
                List.of(new Candidate("prod-meta:9191", "prod", true)), candidates("", "get", "--grpc-api-address"));
        assertEquals(
                List.of(new Candidate("prod-meta:28002", "prod", true)),
                candidates("p", "metrics", "--admin-api-address"));
        assertEquals(List.of(), offered("prod", "verify"), "only a shell opens named connections");
    }

    @Test
    void keysOfTheNamedServiceAreCompleted() throws IOException {
        try (LiveService service = new LiveService(scratch, "service", System::currentTimeMillis)) {
            try (MetaClient client = service.client()) {
                for (String key : List.of("a/b", "a/c/d", "a/c/e", "b:c")) {
                    client.upsert(Bytes.utf8(key), Bytes.utf8("1"), null);
                }
            }
            String[] get = {"get", "--grpc-api-address", service.address()};
            assertEquals(List.of("a/", "b:c"), offered("", get));
            assertEquals(List.of("a/b", "a/c/"), offered("a/", "get", "--grpc-api-address=" + service.address()));
            assertEquals(
                    List.of("--key=a/b"),
                    offered("--key=a/b", "get", "--json", "--grpc-api-address", service.address(), "--unknown"));
            assertTrue(candidates("a/b", get).get(0).closed());
            assertEquals(
                    "-o filenames -o nospace\nc/\n",
                    SystemShell.BASH.answer(
                            List.of(new Candidate("a:c/", null, false)), List.of("metash get a:c", "c")));
            assertEquals(" b\\:c\n", SystemShell.ZSH.answer(candidates("b", get), List.of("get", "b")));
            Cancel cancelled = new Cancel();
            cancelled.ask();
            assertEquals(
                    List.of(), new SystemShellCompletion(context, List.of()).complete(List.of(get), "", cancelled));
        }
        assertEquals(List.of(), offered("", "get", "--grpc-api-address", "127.0.0.1:1"));
    }

    @Test
    void splitsALineOfBash() {
        assertEquals(List.of(""), BashLine.words(""));
        assertEquals(List.of("metash", "a b", "c"), BashLine.words("metash  'a b' c"));
        assertEquals(List.of("metash", "a b", ""), BashLine.words("metash a\\ b "));
        assertEquals(List.of("a'b\"c\\d$e"), BashLine.words("\"a'b\\\"c\\d\\$e"));
        assertEquals(List.of("open quote"), BashLine.words("'open quote"));
        assertEquals(List.of("get", "k"), SystemShell.BASH.words(List.of("A=1 B=2 metash get k")));
    }
}
