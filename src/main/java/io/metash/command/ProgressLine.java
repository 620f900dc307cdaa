package io.metash.command;

import io.metash.record.Progress;
import java.io.PrintStream;

/**
 * One line that is redrawn while records move, on a terminal only and from half a second on: bytes, records per second, time
 * left. {@link #summary} leaves the last word, on a terminal or not, when the work took longer than a second.
 */
public final class ProgressLine implements Progress {
    private static final long FIRST_MS = 500;
    private static final long EVERY_MS = 150;

    private final PrintStream err;
    private final boolean terminal;
    private final String verb;
    private final long startMs = System.nanoTime() / 1_000_000;
    private long drawnMs;
    private boolean drawn;
    private long records;
    private long bytes;

    /** A line on {@code io.err()}; the verb says what is done: {@code importing}. */
    public ProgressLine(Io io, String verb) {
        this.err = io.err();
        this.terminal = io.errTerminal();
        this.verb = verb;
    }

    @Override
    public synchronized void moved(long records, long bytes, long total) {
        this.records = records;
        this.bytes = bytes;
        long now = System.nanoTime() / 1_000_000;
        if (!terminal || now - startMs < FIRST_MS || now - drawnMs < EVERY_MS) {
            return;
        }
        drawnMs = now;
        drawn = true;
        double seconds = (now - startMs) / 1000.0;
        StringBuilder line = new StringBuilder("\r").append(verb).append(": ").append(Units.bytes(bytes));
        if (total > 0) {
            line.append(" of ")
                    .append(Units.bytes(total))
                    .append(", ")
                    .append(Math.min(100, 100 * bytes / total))
                    .append("%");
        }
        line.append(", ").append(Units.number(Math.round(records / seconds))).append(" records/s");
        if (total > 0 && bytes > 0 && bytes < total) {
            line.append(", ")
                    .append(Units.seconds(seconds * (total - bytes) / bytes))
                    .append(" left");
        }
        err.print(line.append("\033[K"));
        err.flush();
    }

    /** Takes the line off the screen, so that what follows starts clean. */
    public synchronized void clear() {
        if (drawn) {
            err.print("\r\033[K");
            err.flush();
            drawn = false;
        }
    }

    /** What was moved and how fast: {@code 10,000 records, 12.1 MB in 1.4 s (8.60 MB/s)}. */
    public synchronized String summary() {
        return summary(bytes);
    }

    /** The same where the bytes that count are not those that were read. */
    public synchronized String summary(long bytes) {
        double seconds = Math.max(0.001, (System.nanoTime() / 1_000_000 - startMs) / 1000.0);
        return Units.count(records, "record") + ", " + Units.bytes(bytes) + " in " + Units.seconds(seconds) + " ("
                + Units.bytes(Math.round(bytes / seconds)) + "/s)";
    }
}
