package io.metash.output;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The terminal size of a one-shot command, read from {@code stty} on demand. */
public final class TerminalSize implements IntSupplier {
    private static final int UNKNOWN = 80;
    private static final long FRESH_MS = 1000;

    private final boolean isTerminal;
    private long readMs;
    private int columns;
    private int rows;

    /** Creates a size; the width is 80 without a terminal. */
    TerminalSize(boolean isTerminal) {
        this.isTerminal = isTerminal;
    }

    @Override
    public synchronized int getAsInt() {
        if (!isTerminal) {
            return UNKNOWN;
        }
        measure();
        return columns;
    }

    /** The rows of the terminal with this width; 0 when unknown. */
    public static int rows(IntSupplier width) {
        if (width instanceof TerminalSize terminal) {
            return terminal.rows();
        }
        return 0;
    }

    private synchronized int rows() {
        if (isTerminal) {
            measure();
        }
        return rows;
    }

    private void measure() {
        long now = System.nanoTime() / 1_000_000;
        if (columns == 0 || now - readMs > FRESH_MS) {
            columns = UNKNOWN;
            ask();
            readMs = now;
        }
    }

    private void ask() {
        try {
            Process stty = new ProcessBuilder("/usr/bin/stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            stty.waitFor(1, TimeUnit.SECONDS);
            if (size.length == 2) {
                rows = Integer.parseInt(size[0]);
                if (Integer.parseInt(size[1]) > 0) {
                    columns = Integer.parseInt(size[1]);
                } else {
                    columns = UNKNOWN;
                }
            }
        } catch (IOException | NumberFormatException unknown) {
            rows = 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
