package io.metash.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metash.Commands;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import io.metash.session.SessionOpener;
import io.metash.session.Sessions;
import io.metash.shell.script.CommandSplitter;
import io.metash.testing.KeySession;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A shell without a screen, for tests of commands: lines in, text out. */
public final class CommandRun {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, KeySession> places = new LinkedHashMap<>();
    private CommandContext context;

    /** Streams that are no terminal. */
    public CommandRun() {
        this(false, 80, Display.PLAIN);
    }

    /** Streams that look like a terminal of this width, or like no terminal. */
    public CommandRun(boolean terminal, int columns, Display display) {
        Io io = new Io(
                null,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                terminal,
                terminal,
                terminal,
                () -> columns,
                display);
        context = new CommandContext(Commands.table(), io, true, false);
        context.use(new Sessions(List.of(new SessionOpener() {
            @Override
            public boolean knows(String place) {
                return places.containsKey(place);
            }

            @Override
            public Session open(String place, String name, ConnectOptions options) {
                return places.get(place);
            }
        })));
    }

    /** Puts other sessions into a context. */
    public static void use(CommandContext context, Sessions sessions) {
        context.use(sessions);
    }

    /** The context. */
    public CommandContext context() {
        return context;
    }

    /** Uses real places from now on: directories, files, addresses. */
    public CommandRun onRealPlaces() {
        context.use(Sessions.standard());
        return this;
    }

    /** Opens a session on keys numbered from 1 whose values are all {@code v}. */
    public KeySession open(String name, String... keys) {
        return open(KeySession.of(name, keys));
    }

    /** Opens a session. */
    public KeySession open(KeySession session) {
        places.put(session.name(), session);
        assertEquals(0, status("connect '" + session.name() + "' as '" + session.name() + "'"), err());
        return session;
    }

    /** Runs a line whose words are separated by blanks or in single quotes; returns its status. */
    public int status(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split(" (?=(?:[^']*'[^']*')*[^']*$)")) {
            words.add(word.replace("'", ""));
        }
        return run(words);
    }

    /** Runs a line as the shell reads it; returns its status. */
    public int typed(String line) throws CommandSplitter.Unfinished {
        return run(CommandSplitter.parse(line, "line").get(0).texts());
    }

    private int run(List<String> words) {
        out.reset();
        err.reset();
        context.interrupts().renew();
        context.progress().renewMeter();
        return new CommandLineRunner(context).run(words);
    }

    /** Runs a line, which must succeed; returns its data. */
    public String ok(String line) {
        int status = status(line);
        assertEquals(0, status, err());
        return out();
    }

    /** The data of the last line. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The messages of the last line. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
