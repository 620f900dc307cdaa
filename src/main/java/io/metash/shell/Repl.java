package io.metash.shell;

import io.metash.command.CommandLineRunner;
import io.metash.command.Context;
import io.metash.command.Io;
import io.metash.config.Setting;
import io.metash.record.Status;
import io.metash.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** The prompt: reads a line, runs it, and again, until the end of the input or {@code exit}. */
final class Repl {
    private final Terminal terminal;
    private final Context context;
    private final CommandLineRunner runner;
    private final Interpreter interpreter;
    private final LineReader reader;
    private int lastStatus;

    Repl(Terminal terminal, Context context, ShellOptions options) throws IOException {
        this.terminal = terminal;
        this.context = context;
        this.runner = new CommandLineRunner(context);
        this.interpreter = new Interpreter(context, options, this::runPaged);
        context.attended(new Asking(terminal));
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("metash")
                .parser(new LineParser())
                .completer(new KeyboardCompleter(context))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.INSERT_TAB, false)
                .option(LineReader.Option.AUTO_MENU, false)
                .variable(LineReader.LIST_MAX, 200)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "... ");
        Path history = historyFile();
        if (history != null) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        reader = builder.build();
    }

    /** Runs until the person leaves; returns the exit status. */
    int run() {
        terminal.handle(Terminal.Signal.INT, signal -> context.cancel().ask());
        terminal.writer()
                .println("metash: look into a meta store and move it. 'help' lists the commands, TAB completes them.");
        terminal.flush();
        while (context.exitAsked() == null) {
            String line;
            try {
                line = reader.readLine(prompt());
            } catch (UserInterruptException cleared) {
                lastStatus = 130;
                continue;
            } catch (EndOfFileException leave) {
                return interpreter.ended(0);
            }
            runLine(line);
        }
        return interpreter.ended(context.exitAsked());
    }

    private void runLine(String line) {
        lastStatus = interpreter.line(line);
        terminal.flush();
    }

    /** Runs a command whose output goes through a pager when it is taller than the screen. */
    private int runPaged(List<String> words) {
        Io screen = context.io();
        if (!screen.outTerminal()) {
            // Its output goes into a file or a program.
            return runner.run(words);
        }
        PagedScreen page =
                new PagedScreen(terminal, screen, Pager.of(context.config().text(Setting.PAGER), System.getenv()));
        context.use(page.io());
        int status;
        try (page) {
            status = runner.run(words);
        } finally {
            context.use(screen);
        }
        return page.left() && status == Status.BROKEN_PIPE.code() ? 0 : status;
    }

    /** {@code metash prod (dir) [6]> }: the session, its kind, and the last exit status unless it was 0. */
    private String prompt() {
        StringBuilder prompt = new StringBuilder("metash");
        if (context.sessions().hasCurrent()) {
            Session session = context.sessions().current();
            prompt.append(' ').append(io.metash.command.Printable.text(session.name()));
            prompt.append(" (").append(session.kind().label()).append(")");
        }
        if (lastStatus != 0) {
            prompt.append(" [").append(lastStatus).append(']');
        }
        return prompt.append("> ").toString();
    }

    private static Path historyFile() {
        String state = System.getenv("XDG_STATE_HOME");
        Path folder = state == null || state.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state", "metash")
                : Path.of(state, "metash");
        Path file = folder.resolve("history");
        try {
            Files.createDirectories(folder);
            if (Files.isSymbolicLink(file)) {
                return null;
            }
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException | UnsupportedOperationException noHistory) {
            // A shell without a history is better than none, on a full or read-only disk above all.
            return null;
        }
    }
}
