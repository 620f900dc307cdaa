package io.metash.shell.terminal;

import io.metash.command.Canvas;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * A canvas on the terminal's alternate screen, if it has one. Each frame overwrites the previous one in one write,
 * without flicker.
 */
public final class TerminalCanvas implements Canvas {
    private static final long POLL_MS = 50;
    /** The maximum delay between the bytes that one key sends. */
    private static final long SEQUENCE_MS = 30;

    private static final int ESCAPE = 27;

    private final Terminal terminal;
    private final Attributes before;
    private final BooleanSupplier cancelled;
    private final Runnable closed;
    private int drawnColumns;
    private int drawnRows;

    /** Opens a canvas; {@code closed} runs once the screen is restored. */
    public TerminalCanvas(Terminal terminal, BooleanSupplier cancelled, Runnable closed) {
        this.terminal = terminal;
        this.cancelled = cancelled;
        this.closed = closed;
        this.before = terminal.enterRawMode();
        // The command runs elsewhere, so Ctrl-C must still cancel it.
        Attributes raw = terminal.getAttributes();
        raw.setControlChar(ControlChar.VINTR, before.getControlChar(ControlChar.VINTR));
        terminal.setAttributes(raw);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.puts(Capability.clear_screen);
        terminal.flush();
    }

    /** Whether a terminal can overwrite lines. */
    public static boolean possible(Terminal terminal) {
        return terminal.getStringCapability(Capability.cursor_address) != null
                && terminal.getStringCapability(Capability.clr_eol) != null;
    }

    @Override
    public int columns() {
        if (terminal.getWidth() > 0) {
            return terminal.getWidth();
        }
        return 80;
    }

    @Override
    public int rows() {
        if (terminal.getHeight() > 0) {
            return terminal.getHeight();
        }
        return 24;
    }

    @Override
    public void show(List<String> lines) {
        if (drawnColumns != columns() || drawnRows != rows()) {
            terminal.puts(Capability.clear_screen);
            drawnColumns = columns();
            drawnRows = rows();
        }
        for (int i = 0; i < Math.min(lines.size(), drawnRows); i++) {
            terminal.puts(Capability.cursor_address, i, 0);
            terminal.writer().print(lines.get(i));
            terminal.puts(Capability.clr_eol);
        }
        if (lines.size() < drawnRows) {
            terminal.puts(Capability.cursor_address, lines.size(), 0);
            terminal.puts(Capability.clr_eos);
        }
        terminal.flush();
    }

    @Override
    public int key(long ms) throws IOException {
        for (long left = ms; left > 0; left -= POLL_MS) {
            int key = terminal.reader().read(Math.min(POLL_MS, left));
            if (key != NonBlockingReader.READ_EXPIRED) {
                if (key == NonBlockingReader.EOF) {
                    return 'q';
                }
                return whole(key);
            }
            if (drawnColumns != columns() || drawnRows != rows() || cancelled.getAsBoolean()) {
                return -1;
            }
        }
        return -1;
    }

    /** Reads the rest of a key that sends several characters. An arrow or function key counts as Escape. */
    private int whole(int key) throws IOException {
        NonBlockingReader reader = terminal.reader();
        if (Character.isHighSurrogate((char) key)) {
            return Character.toCodePoint((char) key, (char) reader.read(SEQUENCE_MS));
        }
        if (key != ESCAPE) {
            return key;
        }
        int next = reader.peek(SEQUENCE_MS);
        if (next == '[' || next == 'O') {
            reader.read(SEQUENCE_MS);
            do {
                next = reader.read(SEQUENCE_MS);
            } while (next >= ' ' && next < '@');
        }
        return key;
    }

    @Override
    public void unread(int key) {
        if (terminal instanceof PtyTerminal pty) {
            pty.unread(Character.toString(key));
        }
    }

    @Override
    public void close() {
        terminal.puts(Capability.clear_screen);
        terminal.puts(Capability.exit_ca_mode);
        terminal.puts(Capability.cursor_normal);
        terminal.flush();
        terminal.setAttributes(before);
        closed.run();
    }
}
