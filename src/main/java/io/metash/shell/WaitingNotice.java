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

/** The line that says what a command waits for, from 300 ms after its start until it prints anything. */
final class WaitingNotice implements AutoCloseable {
    private static final long FIRST_MS = 300;
    private static final long EVERY_MS = 500;
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
    private int drawn;

    /** Begins to wait. */
    WaitingNotice(PrintStream screen, IntSupplier columns, String what) {
        this.screen = screen;
        this.columns = columns;
        this.what = what;
        TIMER.schedule(task, FIRST_MS, EVERY_MS);
    }

    private synchronized void draw() {
        if (over) {
            return;
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        String text = Printable.text("waiting for " + what) + ", " + Units.seconds(seconds) + "; Ctrl-C stops it";
        String line = TextWidth.cut(text, Math.max(1, columns.getAsInt() - 1), "");
        int width = TextWidth.of(line);
        // The cursor goes back to the start, so that what comes is written over the line.
        screen.print("\r" + line + " ".repeat(Math.max(0, drawn - width)) + "\r");
        screen.flush();
        drawn = width;
    }

    /** Something else is shown from now on: the line goes away and does not come back. */
    synchronized void end() {
        if (over) {
            return;
        }
        over = true;
        task.cancel();
        if (drawn > 0) {
            screen.print("\r" + " ".repeat(Math.min(drawn, Math.max(1, columns.getAsInt() - 1))) + "\r");
            screen.flush();
        }
    }

    @Override
    public void close() {
        end();
    }

    /** A stream of messages whose first byte ends the wait. */
    PrintStream messages(PrintStream target) {
        return new MessageStream(new Ending(target));
    }

    /** A stream of data whose first byte ends the wait. */
    PrintStream data(PrintStream target) {
        return new PrintStream(new Ending(target), false, StandardCharsets.UTF_8);
    }

    /** Passes bytes on once the wait has ended. */
    private final class Ending extends FilterOutputStream {
        Ending(PrintStream target) {
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
