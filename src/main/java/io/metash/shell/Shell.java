package io.metash.shell;

import io.metash.command.CommandTable;
import io.metash.command.Context;
import io.metash.command.Failures;
import io.metash.command.Io;
import io.metash.record.Failure;
import io.metash.record.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The ways into the shell: a terminal, a file, a text, standard input. */
public final class Shell {
    private Shell() {}

    /** Opens a prompt on the terminal; returns the exit status. */
    public static int interactive(CommandTable table, Io process, ShellOptions options) throws IOException {
        try (Terminal terminal =
                TerminalBuilder.builder().name("metash").system(true).build()) {
            PrintStream screen = new PrintStream(terminal.output(), false, StandardCharsets.UTF_8);
            Io io = new Io(
                    null,
                    screen,
                    screen,
                    true,
                    true,
                    true,
                    () -> terminal.getWidth() > 0 ? terminal.getWidth() : 80,
                    process.display());
            try (Context context = new Context(table, io, true, options.debug())) {
                options.into(context);
                return new Repl(terminal, context).run();
            }
        }
    }

    /** Runs lines through the prompt on a terminal that is none, for the classes that it needs. */
    public static void warmup(CommandTable table, InputStream keys) throws IOException {
        java.io.ByteArrayOutputStream nowhere = new java.io.ByteArrayOutputStream();
        try (Terminal terminal = new org.jline.terminal.impl.DumbTerminal(keys, nowhere)) {
            PrintStream screen = new PrintStream(terminal.output(), false, StandardCharsets.UTF_8);
            Io io = new Io(null, screen, screen, true, true, true, () -> 80);
            try (Context context = new Context(table, io, true, false)) {
                new Repl(terminal, context).run();
            }
        }
    }

    /** Runs the commands of a text given on the command line. */
    public static int text(CommandTable table, Io io, ShellOptions options, String text) throws IOException {
        try (Context context = new Context(table, io, false, options.debug())) {
            options.into(context);
            return new Script(context).run(text, "-c");
        }
    }

    /** Runs the commands of a file. */
    public static int file(CommandTable table, Io io, ShellOptions options, Path file) throws IOException {
        String text;
        try {
            text = decode(Files.readAllBytes(file), file.toString());
        } catch (Failure | IOException unreadable) {
            Failure failure = Failures.of(unreadable);
            Failures.render(failure, io, options.debug());
            return failure.status().code();
        }
        try (Context context = new Context(table, io, false, options.debug())) {
            options.into(context);
            return new Script(context).run(text, file.getFileName().toString());
        }
    }

    /** Runs the commands that standard input holds; they themselves read no data from there (RULINGS 22). */
    public static int input(CommandTable table, Io io, ShellOptions options) throws IOException {
        try (Context context = new Context(table, io.withoutInput(), false, options.debug());
                InputStream in = io.in()) {
            return new Script(context).run(decode(in.readAllBytes(), "standard input"), "stdin");
        }
    }

    private static String decode(byte[] bytes, String name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (java.nio.charset.CharacterCodingException binary) {
            throw Failure.of(Status.USAGE, "this is no script: it is not UTF-8")
                    .at(name)
                    .next("metash -c 'connect " + name + "' opens an export file")
                    .causedBy(binary);
        }
    }
}
