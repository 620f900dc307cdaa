package io.metash.shell;

import io.metash.output.MessageStream;
import io.metash.output.Printable;
import io.metash.output.TextWidth;
import io.metash.output.Units;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.IntSupplier;

/** A notice of what a command waits for, shown from 300 ms after its start until its first output. */
final class WaitingNotice implements AutoCloseable {
    private static final long FIRST_MS = 300;
    private static final long INTERVAL_MS = 500;
    private static final Timer TIMER = new Timer("metash-waiting", true);

    private final PrintStream screen;
    private final IntSupplier columns;
    private final String what;
    private final long startNanos = System.nanoTime();
    private final TimerTask task = new TimerTask() {
        @Override
        public void run() {
            draw();
        }
    };
    private boolean over;
    private boolean held;
    private int drawn;

    /** Starts the timer. */
    WaitingNotice(PrintStream screen, IntSupplier columns, String what) {
        this.screen = screen;
        this.columns = columns;
        this.what = what;
        TIMER.schedule(task, FIRST_MS, INTERVAL_MS);
    }

    private synchronized void draw() {
        if (over || held) {
            return;
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        String text = Printable.text("waiting for " + what) + ", " + Units.seconds(seconds) + "; Ctrl-C stops it";
        String line = TextWidth.cut(text, Math.max(1, columns.getAsInt() - 1), "");
        int width = TextWidth.of(line);
        // Return the cursor to the start, so that the next output overwrites the notice.
        screen.print("\r" + line + " ".repeat(Math.max(0, drawn - width)) + "\r");
        screen.flush();
        drawn = width;
    }

    /** Clears the notice for good. */
    synchronized void end() {
        if (over) {
            return;
        }
        over = true;
        task.cancel();
        erase();
    }

    /** Erases the line, and draws no other, while the process stops; false when it was continued. */
    synchronized void hold(boolean stopping) {
        held = stopping;
        if (stopping) {
            erase();
        }
    }

    private void erase() {
        if (drawn > 0) {
            screen.print("\r" + " ".repeat(Math.min(drawn, Math.max(1, columns.getAsInt() - 1))) + "\r");
            screen.flush();
            drawn = 0;
        }
    }

    @Override
    public void close() {
        end();
    }

    /** A stream for messages whose first byte ends the notice. */
    PrintStream messages(PrintStream target) {
        return MessageStream.like(target, new EndOnWrite(target));
    }

    /** A stream for data whose first byte ends the notice. */
    PrintStream data(PrintStream target) {
        return new PrintStream(new EndOnWrite(target), false, StandardCharsets.UTF_8);
    }

    /** Ends the notice before the first byte. */
    private final class EndOnWrite extends FilterOutputStream {
        EndOnWrite(PrintStream target) {
            super(target);
        }

        @Override
        public void write(int b) throws IOException {
            end();
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            end();
            out.write(bytes, from, length);
        }
    }
}
