package io.metash.shell.terminal;

import io.metash.record.Failure;
import io.metash.shell.script.CommandSplitter;
import java.io.IOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** Reads lines from a terminal that cannot move its cursor; the terminal itself echoes and edits. */
public final class PlainLines {
    private final Terminal terminal;
    private volatile boolean cleared;
    private volatile boolean reading;
    private volatile String prompt = "";

    public PlainLines(Terminal terminal) {
        this.terminal = terminal;
        // JLine receives no signals for such a terminal.
        Signals.register("INT", () -> terminal.raise(Terminal.Signal.INT));
    }

    /** Handles Ctrl-C; returns whether a line was being typed. */
    public boolean interrupt() {
        if (reading) {
            // The terminal has discarded the typed text.
            cleared = true;
            terminal.writer().print("\n" + prompt);
            terminal.flush();
        }
        return reading;
    }

    /** Reads a line with its continuation lines; after Ctrl-C, shows the other prompt. */
    public String read(String first, String afterCtrlC) {
        cleared = false;
        StringBuilder lines = new StringBuilder();
        prompt = afterCtrlC;
        reading = true;
        try {
            while (true) {
                String start = lines.isEmpty() ? first : "... ";
                terminal.writer().print(cleared ? "" : start);
                terminal.flush();
                String line = line();
                if (line == null) {
                    throw new EndOfFileException();
                }
                if (cleared) {
                    cleared = false;
                    lines.setLength(0);
                }
                lines.append(line);
                if (isComplete(lines.toString())) {
                    return lines.toString();
                }
                lines.append('\n');
            }
        } catch (IOException interrupted) {
            throw new UserInterruptException(lines.toString());
        } finally {
            reading = false;
        }
    }

    private static boolean isComplete(String text) {
        try {
            CommandSplitter.parse(text, "line");
            return true;
        } catch (CommandSplitter.Unfinished e) {
            return false;
        } catch (Failure e) {
            return true;
        }
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = terminal.reader().read(); c != '\n'; c = terminal.reader().read()) {
            if (c < 0) {
                if (line.isEmpty()) {
                    return null;
                }
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
