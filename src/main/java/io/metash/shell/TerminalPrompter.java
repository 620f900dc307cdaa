package io.metash.shell;

import io.metash.command.Prompter;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Asks the person at the prompt, with a reader of its own: an answer is no command, and stands in no history. */
final class TerminalPrompter implements Prompter {
    private final Terminal terminal;

    TerminalPrompter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public String ask(String question) {
        return ask(question, null);
    }

    /** Nothing of the answer is shown, not even how long it is. */
    @Override
    public String askSecret(String question) {
        return ask(question, (char) 0);
    }

    private String ask(String question, Character mask) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, false)
                .build();
        reader.getVariables().put(LineReader.DISABLE_HISTORY, true);
        try {
            return reader.readLine(question, mask);
        } catch (UserInterruptException | EndOfFileException noAnswer) {
            return null;
        }
    }
}
