package io.metash.command;

import io.metash.output.Io;
import io.metash.output.MessageStream;
import io.metash.output.TextWidth;
import io.metash.output.Units;
import io.metash.record.Progress;
import java.io.PrintStream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A progress line on a terminal, first drawn within half a second and at most ten times a second: bytes, records per
 * second, time left. The line is also redrawn without progress, so that the user sees metash running. {@link #summary}
 * is the final line, also without a terminal.
 */
public final class ProgressLine implements Progress {
    private static final long FIRST_MS = 400;
    private static final long INTERVAL_MS = 150;

    private final Io io;
    private final PrintStream err;
    private final ReadMeter meter;
    private final String verb;
    private final LongSupplier clockMs;
    private final long startMs;
    private final Runnable beforeDrawing;
    private boolean silent;
    private boolean paused;
    private boolean held;
    private long drawnMs;
    private int drawnColumns;
    private long records;
    private long bytes;
    private long total;
    private @Nullable Thread ticker;

    /** A progress line on {@code io.err()}; the verb names the action: {@code importing}. */
    public ProgressLine(Io io, String verb) {
        this(io, verb, ProgressLine::nowMs);
    }

    /** A progress line of the running command: also redrawn without progress, and cleared when the command ends. */
    public ProgressLine(CommandContext context, String verb) {
        this(context, verb, ProgressLine::nowMs);
    }

    ProgressLine(Io io, String verb, LongSupplier clockMs) {
        this(io, new ReadMeter(), verb, clockMs, () -> {});
    }

    ProgressLine(CommandContext context, String verb, LongSupplier clockMs) {
        this(context.io(), context.progress().meter(), verb, clockMs, context.progress()::drawing);
        context.progress().show(this);
        if (!silent) {
            Thread thread = new Thread(this::tick, "progress");
            thread.setDaemon(true);
            ticker = thread;
            thread.start();
        }
    }

    private ProgressLine(Io io, ReadMeter meter, String verb, LongSupplier clockMs, Runnable beforeDrawing) {
        this.beforeDrawing = beforeDrawing;
        this.io = io;
        this.err = io.err();
        this.meter = meter;
        this.verb = verb;
        this.silent = !io.errTerminal();
        this.clockMs = clockMs;
        this.startMs = clockMs.getAsLong();
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    /** Hides the line while data is printed to the same terminal. */
    public synchronized ProgressLine hideForData() {
        silent |= io.outTerminal();
        return this;
    }

    private synchronized void tick() {
        try {
            while (ticker == Thread.currentThread()) {
                wait(INTERVAL_MS);
                // The line may have been cleared in the meantime: it must not come back.
                if (ticker == Thread.currentThread()) {
                    drawWhenDue();
                }
            }
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void moved(long records, long bytes, long total) {
        this.records = records;
        this.bytes = bytes;
        this.total = total;
        paused = false;
        meter.atLeast(records, bytes);
        drawWhenDue();
    }

    private void drawWhenDue() {
        long now = clockMs.getAsLong();
        if (silent || paused || held || now - startMs < FIRST_MS || now - drawnMs < INTERVAL_MS) {
            return;
        }
        drawnMs = now;
        beforeDrawing.run();
        String line = TextWidth.cut(
                line((now - startMs) / 1000.0), Math.max(1, io.width().getAsInt() - 1), "");
        int columns = TextWidth.of(line);
        // Return the cursor to the start, so that the line is overwritten even after the terminal was narrowed.
        err.print("\r" + line + rest(columns) + "\r");
        err.flush();
        drawnColumns = columns;
    }

    private String line(double seconds) {
        StringBuilder line = new StringBuilder(verb).append(": ").append(Units.bytes(bytes));
        if (total > 0) {
            line.append(" of ")
                    .append(Units.bytes(total))
                    .append(", ")
                    .append(Math.min(100, 100 * bytes / total))
                    .append("%");
        }
        if (records > 0) {
            line.append(", ")
                    .append(Units.number(Math.round(records / seconds)))
                    .append(" records/s");
        }
        if (total > 0 && bytes > 0 && bytes < total) {
            line.append(", ")
                    .append(Units.seconds(seconds * (total - bytes) / bytes))
                    .append(" left");
        } else {
            line.append(", ").append(Units.seconds(seconds));
        }
        return line.toString();
    }

    /** Clears the rest of the previous line; by an escape sequence only where the terminal supports it. */
    private String rest(int columns) {
        if (io.coloredMessages()) {
            return MessageStream.ERASE;
        }
        return " ".repeat(Math.max(0, drawnColumns - columns));
    }

    /** Erases the line until the next update, so that messages do not overwrite it. */
    synchronized void pause() {
        paused = true;
        erase();
    }

    /** Erases the line, and draws no other, while the process stops; false when it was continued. */
    synchronized void hold(boolean stopping) {
        held = stopping;
        if (stopping) {
            erase();
        }
    }

    /** Removes the line from the screen, so that following output starts clean. */
    public synchronized void clear() {
        ticker = null;
        notifyAll();
        erase();
    }

    private void erase() {
        if (drawnColumns > 0) {
            err.print("\r" + rest(0) + "\r");
            err.flush();
            drawnColumns = 0;
        }
    }

    /** The processed amount and the rate: {@code 10,000 records, 12.1 MB in 1.4 s (8.60 MB/s)}. */
    public synchronized String summary() {
        return summary(bytes);
    }

    /** The summary with another number of bytes. */
    public synchronized String summary(long bytes) {
        double seconds = Math.max(0.001, (clockMs.getAsLong() - startMs) / 1000.0);
        return Units.count(records, "record") + ", " + Units.bytes(bytes) + " in " + Units.seconds(seconds) + " ("
                + Units.bytes(Math.round(bytes / seconds)) + "/s)";
    }
}
