package io.metash.command.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metash.Commands;
import io.metash.client.ClientOptions;
import io.metash.command.CommandContext;
import io.metash.command.ScriptedPrompter;
import io.metash.command.StateDirectory;
import io.metash.output.Io;
import io.metash.raftdir.RaftDir;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.server.EmbeddedService;
import io.metash.server.ServiceOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A guided rebuild with scriptedPrompter answers, and the screen that it shows. */
abstract class GuideFixture {
    static final Path SAMPLE = Path.of("src/examples/sample.ndjson").toAbsolutePath();

    @TempDir
    Path scratch;

    final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    ScriptedPrompter scriptedPrompter;

    CommandContext context;

    @BeforeEach
    void context() throws IOException {
        scratch = scratch.toRealPath();
        PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        Io io = new Io(null, out, out, true, true, true, () -> 200);
        context = new CommandContext(Commands.table(), io, true, false);
        context.use(new StateDirectory(scratch.resolve("state")));
    }

    int guide(String... answers) throws IOException {
        screen.reset();
        scriptedPrompter = new ScriptedPrompter(
                Arrays.asList(answers), text -> screen.writeBytes(text.getBytes(StandardCharsets.UTF_8)));
        context.setPrompter(scriptedPrompter);
        return new Guide(context, context.prompter(), scratch, ClientOptions.STANDARD, "").run();
    }

    void leaves(String... answers) {
        Failure left = assertThrows(Failure.class, () -> guide(answers));
        assertEquals(ExitStatus.INTERRUPTED, left.status());
        assertEquals("cancelled; nothing was changed", left.what());
    }

    String screen() {
        return screen.toString(StandardCharsets.UTF_8).replace(scratch.toString(), "/base");
    }

    void shows(String text) {
        assertTrue(screen().contains(text), () -> "no '" + text + "' in\n" + screen());
    }

    static int[] freePorts(int count) throws IOException {
        ServerSocket[] held = new ServerSocket[count];
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            held[i] = new ServerSocket(0);
            ports[i] = held[i].getLocalPort();
        }
        for (ServerSocket one : held) {
            one.close();
        }
        return ports;
    }

    /** Serves the store of a Raft directory below the scratch directory. */
    EmbeddedService serve(String name, int port) throws IOException {
        Path data = scratch.resolve("data-" + name + "-" + System.nanoTime());
        try (RaftDir dir = RaftDir.open(scratch.resolve(name))) {
            return EmbeddedService.start(
                    ServiceOptions.local(data).at(new InetSocketAddress("127.0.0.1", port), null), dir);
        }
    }
}
