package io.metash.shell;

import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.command.CommandTable;
import io.metash.command.ConnectionFlags;
import io.metash.output.ColorMode;
import io.metash.output.Display;
import io.metash.output.Io;
import io.metash.output.MessageStream;
import io.metash.shell.script.ScriptFrame;
import io.metash.shell.script.ScriptText;
import io.metash.shell.terminal.SystemTerminal;
import io.metash.shell.terminal.WarmupTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** Starts the shell on a terminal, a file, a text, or standard input. */
public final class Shell {
    private Shell() {}

    /**
     * Runs a prompt on the terminal; returns the exit status.
     *
     * @param firstLine runs before the first prompt; null for none
     */
    public static int interactive(CommandTable table, Io process, ShellOptions options, @Nullable String firstLine)
            throws IOException {
        SystemTerminal.sign(process.out());
        try (Terminal terminal = SystemTerminal.open()) {
            PrintStream screen = new PrintStream(terminal.output(), false, StandardCharsets.UTF_8);
            Io io = io(terminal, screen, process.display());
            try (CommandContext context = new CommandContext(table, io, true, options.debug())) {
                options.into(context);
                return new Repl(terminal, context, options).run(firstLine);
            }
        }
    }

    /** Runs one command on the terminal, with the line editor for its questions; returns the exit status. */
    public static int once(
            CommandTable table, Io process, ShellOptions options, ConnectionFlags connection, List<String> words)
            throws IOException {
        try (Terminal terminal = SystemTerminal.open()) {
            PrintStream screen = new PrintStream(terminal.output(), false, StandardCharsets.UTF_8);
            Io io = io(terminal, screen, process.display());
            try (CommandContext context = new CommandContext(table, io, false, options.debug())) {
                options.into(context);
                context.markOneShot();
                context.use(connection);
                return new Repl(terminal, context, options).once(words);
            }
        }
    }

    private static Io io(Terminal terminal, PrintStream screen, Display display) {
        IntSupplier width = () -> terminal.getWidth() > 0 ? terminal.getWidth() : 80;
        return new Io(null, screen, new MessageStream(screen, width), true, true, true, width, display);
    }

    /** Writes files into a directory that a start on a terminal reads instead of loading libraries. */
    public static void prepare(Path directory) throws IOException {
        SystemTerminal.prepare(directory);
    }

    /** Runs lines through the prompt on a simulated terminal to load its classes. */
    public static void warmup(CommandTable table, InputStream keys) throws IOException {
        try (Terminal terminal = WarmupTerminal.on(keys.readAllBytes())) {
            PrintStream screen = new PrintStream(terminal.output(), false, StandardCharsets.UTF_8);
            Io io = io(terminal, screen, new Display(ColorMode.AUTO, true, true, false));
            try (CommandContext context = new CommandContext(table, io, true, false)) {
                new Repl(terminal, context, ShellOptions.standard()).run(null);
            }
        }
    }

    /** Runs the commands of a text given on the command line, with {@code arguments} as {@code $1} and so on. */
    public static int text(CommandTable table, Io io, ShellOptions options, String text, List<String> arguments)
            throws IOException {
        ScriptFrame frame = ScriptFrame.text("-c", arguments);
        try (CommandContext context = new CommandContext(table, io, false, options.debug())) {
            options.into(context);
            CommandLineRunner runner = new CommandLineRunner(context);
            return ended(
                    new Interpreter(
                            context, options, words -> OneShotPager.run(context, words, () -> runner.run(words))),
                    text,
                    frame);
        }
    }

    /** Runs the commands of a file. */
    public static int file(CommandTable table, Io io, ShellOptions options, Path file, List<String> arguments)
            throws IOException {
        return run(table, io, options, ScriptText.read(file), ScriptFrame.file(file, arguments));
    }

    /** Runs the commands in standard input; they read no data from there (decisions 22). */
    public static int input(CommandTable table, Io io, ShellOptions options, List<String> arguments)
            throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(io.in(), "the script is read from standard input")) {
            text = ScriptText.decode(in.readAllBytes(), "stdin");
        }
        return run(table, io.withoutInput(), options, text, ScriptFrame.text("stdin", arguments));
    }

    private static int run(CommandTable table, Io io, ShellOptions options, String text, ScriptFrame frame)
            throws IOException {
        try (CommandContext context = new CommandContext(table, io, false, options.debug())) {
            options.into(context);
            return ended(new Interpreter(context, options), text, frame);
        }
    }

    private static int ended(Interpreter interpreter, String text, ScriptFrame frame) throws IOException {
        return interpreter.ended(interpreter.script(text, frame));
    }

    /** Attaches the script language to a one-shot command; {@code check} needs it. */
    public static void attach(CommandContext context, ShellOptions options) throws IOException {
        new Interpreter(context, options);
    }
}
