package io.metash.shell.terminal;

import java.io.Closeable;
import java.io.IOException;
import org.jline.terminal.Terminal;

/**
 * The modes of the terminal between two lines. While a command runs keys are kept as they were typed, for the next prompt; other
 * programs get the terminal as the shell found it.
 */
public final class TerminalModes {
    private final PtyTerminal terminal;

    private TerminalModes(PtyTerminal terminalOrNull) {
        this.terminal = terminalOrNull;
    }

    /** Those of a terminal. One that edits lines by itself has no modes to change. */
    public static TerminalModes of(Terminal terminal) {
        return new TerminalModes(terminal instanceof PtyTerminal pty ? pty : null);
    }

    /** Commands of the shell run from now on; also after the process was stopped and continued. */
    public void forCommands() {
        if (terminal != null && !terminal.lent()) {
            terminal.commandMode();
        }
    }

    /**
     * A prompt opens: Ctrl-C is a key from now on, and every one typed before was handled. What the user types next is not about
     * the command before.
     */
    public void forPrompt() {
        if (terminal != null) {
            terminal.promptMode();
        }
    }

    /** Whether the terminal itself shows what is typed, {@code ^C} for Ctrl-C. */
    public boolean echoes() {
        return terminal == null || terminal.lent();
    }

    /** Lends the terminal to another program until this is closed. */
    public Closeable lend() {
        if (terminal == null) {
            return () -> {};
        }
        return terminal.lend();
    }

    /** Whether Ctrl-C was typed after the line was accepted and before the terminal sent signals again. */
    public boolean interrupted() throws IOException {
        return terminal != null && terminal.readAhead();
    }
}
