package io.metash.shell;

import io.metash.command.Prompter;
import io.metash.command.completion.Completion;
import io.metash.output.TextWrap;
import io.metash.shell.terminal.TerminalModes;
import java.io.Closeable;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.AggregateCompleter;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** Asks questions at the prompt with a separate line reader: answers are neither commands nor part of the history. */
final class TerminalPrompter implements Prompter {
    private final Terminal terminal;
    private final TerminalModes modes;
    private final Runnable before;

    /** Creates a prompter on a terminal; {@code before} runs before each question. */
    TerminalPrompter(Terminal terminal, Runnable before) {
        this.before = before;
        this.terminal = terminal;
        this.modes = TerminalModes.of(terminal);
    }

    @Override
    public Closeable lend() {
        return modes.lend();
    }

    @Override
    public @Nullable String ask(String question) {
        return ask(question, null, List.of());
    }

    @Override
    public @Nullable String askFiles(String question) {
        return ask(question, null, List.of(TerminalPrompter::files));
    }

    private static void files(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        for (Completion.Candidate file : Completion.files(line.word())) {
            candidates.add(new Candidate(file.value(), file.shown(), null, null, null, null, file.closed()));
        }
    }

    /** Echoes nothing, so that not even the length of the secret is visible. */
    @Override
    public @Nullable String askSecret(String question) {
        return ask(question, (char) 0, List.of());
    }

    /** Breaks a question between words where the terminal is too narrow for it. */
    private String wrapped(String question) {
        if (terminal.getWidth() <= 0) {
            return question;
        }
        String text = question.stripTrailing();
        String end = question.substring(text.length());
        // The sign stays behind its word.
        String joined = text.replace(" >", "\u00a0>");
        List<String> lines = TextWrap.lines(joined, terminal.getWidth() - 1 - end.length());
        return String.join("\n", lines).replace('\u00a0', ' ') + end;
    }

    private @Nullable String ask(String question, @Nullable Character mask, List<Completer> completers) {
        before.run();
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, false)
                .option(LineReader.Option.INSERT_TAB, false)
                .option(LineReader.Option.AUTO_MENU, false)
                .completer(new AggregateCompleter(completers))
                .build();
        reader.getVariables().put(LineReader.DISABLE_HISTORY, true);
        try {
            return reader.readLine(wrapped(question).replace("%", "%%"), mask);
        } catch (UserInterruptException | EndOfFileException noAnswer) {
            return null;
        }
    }
}
