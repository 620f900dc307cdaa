package io.metash.shell.terminal;

import java.io.Closeable;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The modes of the terminal between two lines. While a command runs, typed keys are kept for the next prompt; other
 * programs get the original modes.
 */
public final class TerminalModes {
    private final @Nullable PtyTerminal terminal;

    private TerminalModes(@Nullable PtyTerminal terminal) {
        this.terminal = terminal;
    }

    /** The modes of a terminal. A terminal that edits lines by itself has no modes to change. */
    public static TerminalModes of(Terminal terminal) {
        return new TerminalModes(terminal instanceof PtyTerminal pty ? pty : null);
    }

    /** Sets the modes for commands of the shell; also called when a stopped process continues. */
    public void forCommands() {
        if (terminal != null && !terminal.isLent()) {
            terminal.commandMode();
        }
    }

    /**
     * Sets the modes for a prompt: from now on Ctrl-C is a key, and earlier keys have been handled. Later input is for
     * the new line.
     */
    public void forPrompt() {
        if (terminal != null) {
            terminal.promptMode();
        }
    }

    /** Whether the terminal echoes input itself, {@code ^C} for Ctrl-C. */
    public boolean echoes() {
        return terminal == null || terminal.isLent();
    }

    /** Lends the terminal to another program until the result is closed. */
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
