package io.metash.shell;

import io.metash.command.Canvas;
import io.metash.command.CommandContext;
import io.metash.command.CommandLineRunner;
import io.metash.command.completion.Completion;
import io.metash.command.completion.LineGrammar;
import io.metash.config.Setting;
import io.metash.output.CommandWord;
import io.metash.output.Io;
import io.metash.record.ExitStatus;
import io.metash.session.Session;
import io.metash.session.SessionKind;
import io.metash.shell.editor.KeyboardCompleter;
import io.metash.shell.editor.LineHistory;
import io.metash.shell.editor.LineParser;
import io.metash.shell.editor.ShellLineReader;
import io.metash.shell.terminal.PlainLines;
import io.metash.shell.terminal.StopSignal;
import io.metash.shell.terminal.TerminalCanvas;
import io.metash.shell.terminal.TerminalModes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;
import org.jspecify.annotations.Nullable;

/** The read-eval-print loop: reads and runs lines until the end of input or {@code exit}. */
final class Repl {
    private static final int REMEMBERED_LINES = 20;

    private final Terminal terminal;
    private final CommandContext context;
    private final CommandLineRunner runner;
    private final Interpreter interpreter;
    private final LineGrammar grammar;
    private final LineHistory history;
    private final ShellLineReader screen;
    private final Prompt prompt;
    private final Foreground foreground;
    private final @Nullable PlainLines plain;
    private final TerminalModes modes;
    private int lastStatus;
    private volatile @Nullable WaitingNotice notice;

    Repl(Terminal terminal, CommandContext context, ShellOptions options) throws IOException {
        this.terminal = terminal;
        this.context = context;
        this.runner = new CommandLineRunner(context);
        this.interpreter = new Interpreter(context, options, this::run);
        context.setPrompter(new TerminalPrompter(terminal, this::clearNotice));
        grammar = new LineGrammar(context);
        history = new LineHistory(context.shell().history(), context.io().err());
        boolean vi = "vi".equals(context.config().text(Setting.EDIT_MODE));
        screen = new ShellLineReader(terminal, grammar, history, context.io().colored(), vi);
        screen.setParser(new LineParser(interpreter::variables));
        screen.setCompleter(new KeyboardCompleter(new Completion(context, grammar)));
        if (screen.plain()) {
            plain = new PlainLines(terminal);
        } else {
            plain = null;
        }
        prompt = new Prompt(context);
        foreground = new Foreground(context);
        if (TerminalCanvas.possible(terminal)) {
            context.shell().drawOn(this::canvas);
        }
        modes = TerminalModes.of(terminal);
    }

    /**
     * Runs until the user leaves; returns the exit status. {@code firstLine}, if not null, runs before the first
     * prompt.
     */
    int run(@Nullable String firstLine) throws IOException {
        handleSignals();
        if (!screen.plain()) {
            terminal.writer().print("\r");
            terminal.puts(InfoCmp.Capability.clr_eol);
            terminal.flush();
        }
        Greeting.once(context.stateDirectory(), context.io().err());
        context.io().err().flush();
        startFile();
        if (firstLine != null) {
            lastStatus = interpreter.line(firstLine);
            terminal.flush();
        }
        while (context.shell().requestedExit() == null) {
            String line;
            try {
                line = read(prompt.text(lastStatus));
            } catch (UserInterruptException e) {
                lastStatus = ExitStatus.INTERRUPTED.code();
                context.shell().ended(lastStatus);
                continue;
            } catch (EndOfFileException e) {
                return interpreter.ended(0);
            }
            listen();
            String pasted = screen.removePaste();
            if (pasted != null) {
                remember(pasted);
            }
            lastStatus = interpreter.line(pasted == null ? line : pasted);
            terminal.flush();
            history.clearIfRequested();
        }
        return interpreter.ended(context.shell().requestedExit());
    }

    /** Runs one command without prompts; returns its status. */
    int once(List<String> words) {
        handleSignals();
        int status = run(words);
        terminal.flush();
        return status;
    }

    private void handleSignals() {
        terminal.handle(Terminal.Signal.INT, signal -> {
            if (plain != null && plain.interrupt()) {
                context.shell().ended(ExitStatus.INTERRUPTED.code());
            } else {
                newLine();
                foreground.interrupt();
            }
        });
        StopSignal.listen(this::hold);
        modes.forCommands();
        terminal.handle(Terminal.Signal.CONT, signal -> modes.forCommands());
    }

    /** Runs {@code init.metash}. A failure is printed and the shell starts anyway. */
    private void startFile() {
        Path file = context.config().startFile().orElse(null);
        if (file == null) {
            return;
        }
        lastStatus = interpreter.line(
                "source " + CommandWord.quote(file.toAbsolutePath().toString()));
        terminal.flush();
    }

    /** Moves the cursor to the start of a line, or the line editor would overwrite the line before. */
    private void newLine() {
        clearNotice();
        context.progress().pause();
        if (!foreground.paging()) {
            terminal.writer().print(modes.echoes() ? "" : "^C");
            terminal.writer().println();
            terminal.flush();
        }
    }

    private String read(String text) {
        if (plain == null) {
            modes.forPrompt();
            return screen.readLine(text.replace("%", "%%"));
        }
        String line = plain.read(text, prompt.text(ExitStatus.INTERRUPTED.code()));
        history.add(Instant.now(), line);
        return line;
    }

    /** Directs Ctrl-C to the commands of the line, including one that the reader received after Enter. */
    private void listen() {
        context.interrupts().renew();
        modes.forCommands();
        if (Thread.interrupted()) {
            foreground.interrupt();
        }
    }

    /** Handles a Ctrl-C that was typed before the terminal sent signals again. */
    private void handleEarlyInterrupt() {
        try {
            if (!foreground.isCommandThread() && modes.interrupted()) {
                newLine();
                foreground.interrupt();
            }
        } catch (IOException gone) {
            // A closed terminal is detected on the next read.
            return;
        }
    }

    private void remember(String pasted) {
        if (pasted.lines().count() <= REMEMBERED_LINES) {
            history.add(Instant.now(), pasted);
        }
    }

    /** Runs one command; Ctrl-C returns to the prompt. */
    private int run(List<String> words) {
        handleEarlyInterrupt();
        if (foreground.isCommandThread()) {
            // Inside a sourced script, Ctrl-C stops the whole script.
            return runner.run(words);
        }
        boolean changes = grammar.changes(words);
        int status = paged(words, changes);
        refreshKeys(status, changes);
        return status;
    }

    /** Runs a command with a waiting notice, and through a pager if its output is taller than the screen. */
    private int paged(List<String> words, boolean changes) {
        Io io = context.io();
        Foreground.Effect effect = effect(words, changes);
        PrintStream screenErr = io.err();
        try (WaitingNotice waiting =
                new WaitingNotice(screenErr, io.width(), WaitDescription.of(context, words, io.outTerminal()))) {
            notice = waiting;
            if (!io.outTerminal() || context.table().isEndless(words)) {
                // Output to a file or a program, or without end, is not paged.
                context.use(streamed(io, io.outTerminal() || context.piped(), waiting));
                return foreground.run(() -> runner.run(words), effect, io, null);
            }
            PagedScreen page = new PagedScreen(
                    PagedScreen.Place.of(terminal, modes), io, Pager.of(context.config()), waiting::end);
            context.use(page.io());
            return foreground.run(() -> page.run(() -> runner.run(words)), effect, io, page);
        } finally {
            notice = null;
            context.use(io);
        }
    }

    private Foreground.Effect effect(List<String> words, boolean changes) {
        if (changes) {
            return Foreground.Effect.CHANGES;
        }
        if (context.table().isEndless(words)) {
            return Foreground.Effect.STREAMS;
        }
        return Foreground.Effect.READS;
    }

    /**
     * The streams of a command without a pager. Its first message ends the notice, and so does its first data when it
     * is shown, by the command or by the program that it is piped to.
     */
    private static Io streamed(Io io, boolean shown, WaitingNotice waiting) {
        PrintStream messages = waiting.messages(io.err());
        return io.with(shown ? waiting.data(io.out()) : io.out(), messages);
    }

    private Canvas canvas() {
        clearNotice();
        foreground.draws(true);
        return new TerminalCanvas(terminal, () -> context.cancel().requested(), () -> foreground.draws(false));
    }

    /** Keeps what is drawn of a running command off the screen while the process stops. */
    private void hold(boolean stopping) {
        WaitingNotice shown = notice;
        if (shown != null) {
            shown.hold(stopping);
        }
        context.progress().hold(stopping);
    }

    /** Clears the waiting notice before the screen is used otherwise. */
    private void clearNotice() {
        WaitingNotice shown = notice;
        if (shown != null) {
            shown.end();
        }
    }

    /** Refreshes the completion cache of a running service now rather than on TAB. */
    private void refreshKeys(int status, boolean changed) {
        if (!context.sessions().hasCurrent()) {
            return;
        }
        Session session = context.sessions().current();
        if (session.kind() == SessionKind.ENDPOINT) {
            if (status == 0) {
                context.state(session).keys().answered();
            }
            context.state(session).keys().refresh(session, changed);
        }
    }
}
