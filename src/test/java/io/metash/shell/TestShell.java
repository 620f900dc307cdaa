package io.metash.shell;

import io.metash.Commands;
import io.metash.command.CommandContext;
import io.metash.command.CommandRun;
import io.metash.config.Config;
import io.metash.config.ConfigFiles;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.record.Bytes;
import io.metash.record.SeqV;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.session.SessionOpener;
import io.metash.session.Sessions;
import io.metash.shell.terminal.SystemTerminal;
import io.metash.testing.KeySession;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jline.terminal.Terminal;

/** The shell with test places that real ones do not offer: slow, stuck, broken, with odd keys, with very many keys. */
public final class TestShell {
    private TestShell() {}

    public static void main(String[] arguments) throws IOException {
        ShellOptions options = new ShellOptions(
                false,
                Config.load(ConfigFiles.of(System.getenv(), Path.of("")), System.getenv()),
                false,
                false,
                null,
                true);
        int status;
        try (Terminal terminal = SystemTerminal.open()) {
            PrintStream screen = new PrintStream(terminal.output(), false, StandardCharsets.UTF_8);
            Io io = new Io(null, screen, screen, true, true, true, () -> terminal.getWidth(), Display.ofProcess());
            try (CommandContext context = new CommandContext(Commands.table(), io, true, false)) {
                options.into(context);
                CommandRun.use(context, new Sessions(List.of(new TextPositions())));
                status = new Repl(terminal, context, options).run(null);
            }
        }
        System.exit(status);
    }

    private static final class TextPositions implements SessionOpener {
        @Override
        public boolean knows(String place) {
            return place.startsWith("test:");
        }

        @Override
        public Session open(String place, String name, ConnectOptions options) {
            KeySession session =
                    switch (place.substring(5)) {
                        case "odd" ->
                            KeySession.of(
                                    name,
                                    "odd/a b",
                                    "odd/it's",
                                    "odd/say \"hi\"",
                                    "odd/$HOME",
                                    "odd/back\\slash",
                                    "odd/two\nlines",
                                    "odd/\uD83D\uDE00",
                                    "odd/#hash;semi",
                                    "odd/pipe|more>less");
                        case "many" -> many(name);
                        case "slow" -> slow(KeySession.of(name, "slow/one", "slow/two", "slow/three"));
                        case "gate" -> gate(KeySession.of(name, "gate/one", "gate/three", "gate/two"));
                        case "stuck" -> stuck(KeySession.of(name, "stuck/one"));
                        case "live" ->
                            KeySession.of(name, "live/a/1", "live/a/2", "live/b/1", "lively")
                                    .live();
                        case "livestuck" -> stuck(KeySession.of(name, "live/a").live());
                        default -> KeySession.of(name, "plain/one", "plain/two/a", "plain/two/b", "Other/x");
                    };
            return session;
        }

        private static KeySession slow(KeySession session) {
            session.delayMs = 700;
            session.onRead = TextPositions::tell;
            return session;
        }

        /** Blocks until a file named {@code go} exists. */
        private static KeySession gate(KeySession session) {
            session.onRead = () -> {
                tell();
                while (!Files.exists(Path.of("go"))) {
                    LockSupport.parkNanos(20_000_000);
                }
            };
            return session;
        }

        /** Appends a byte to the file {@code reading}, so a test knows that a command is at work. */
        private static void tell() {
            try {
                Files.write(Path.of("reading"), new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        private static KeySession stuck(KeySession session) {
            session.stuck = new CountDownLatch(1);
            session.onRead = TextPositions::tell;
            return session;
        }

        private static KeySession many(String name) {
            NavigableMap<Bytes, SeqV> keys = new TreeMap<>();
            SeqV value = new SeqV(1, null, Bytes.utf8("v"));
            for (int i = 0; i < 300; i++) {
                keys.put(Bytes.utf8(String.format("many/key%04d", i)), value);
            }
            for (int i = 0; i < 150; i++) {
                keys.put(Bytes.utf8(String.format("some/key%04d", i)), value);
            }
            return new KeySession(name, SessionKind.DIRECTORY, keys);
        }
    }
}
