package io.metash.command;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The width of the terminal of a command in one shot, asked of {@code stty} when somebody wants to know. */
final class TerminalColumns implements IntSupplier {
    private static final int UNKNOWN = 80;
    private static final long FRESH_MS = 1000;

    private final boolean there;
    private long askedMs;
    private int columns;

    /** The width where a terminal is there; where none is, 80. */
    TerminalColumns(boolean there) {
        this.there = there;
    }

    @Override
    public synchronized int getAsInt() {
        if (!there) {
            return UNKNOWN;
        }
        long now = System.nanoTime() / 1_000_000;
        if (columns == 0 || now - askedMs > FRESH_MS) {
            columns = ask();
            askedMs = now;
        }
        return columns;
    }

    private static int ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            stty.waitFor(1, TimeUnit.SECONDS);
            int there = size.length == 2 ? Integer.parseInt(size[1]) : 0;
            return there > 0 ? there : UNKNOWN;
        } catch (IOException | NumberFormatException unknown) {
            return UNKNOWN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
