package io.metash.shell;

import io.metash.output.Io;
import io.metash.output.MessageStream;
import io.metash.output.TextWidth;
import io.metash.record.ExitStatus;
import io.metash.shell.terminal.TerminalModes;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The screen of one command. Data is buffered until its height is known, with the messages between: taller output goes
 * through the {@link Pager}, and messages are held back until the pager ends. Slow output, such as the events of a watch,
 * goes straight to the screen.
 */
final class PagedScreen implements AutoCloseable {
    /** Buffered data older than this is printed, since the command is slow. */
    private static final long GRACE_MS = 300;

    private static final int MAX_HELD_BYTES = 1 << 20;
    private static final Timer TIMER = new Timer("screen", true);

    private enum State {
        HOLDING,
        STRAIGHT,
        PAGING,
        LEFT
    }

    private final Io screen;
    private final Place place;
    private final Pager pager;
    private final Runnable first;
    private final List<Piece> held = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final Io io;
    private State state;
    private int rows;
    private int heldBytes;
    private volatile @Nullable Process process;
    private volatile boolean gone;
    private @Nullable OutputStream toPager;
    private @Nullable TimerTask release;
    private Closeable lease = () -> {};

    /** The terminal as seen by the pager. */
    interface Place {
        int rows();

        int columns();

        /** Lends the terminal to the pager until the result is closed. */
        Closeable lend();

        /** The terminal of a prompt. */
        static Place of(Terminal terminal, TerminalModes modes) {
            return new Place() {
                @Override
                public int rows() {
                    return terminal.getHeight();
                }

                @Override
                public int columns() {
                    return terminal.getWidth();
                }

                @Override
                public Closeable lend() {
                    terminal.flush();
                    return modes.lend();
                }
            };
        }
    }

    /** Creates the screen of a foreground command. */
    PagedScreen(Place place, Io screen, Pager pager) {
        this(place, screen, pager, () -> {});
    }

    /** Creates the screen of a foreground command; {@code first} runs before its first byte. */
    PagedScreen(Place place, Io screen, Pager pager, Runnable first) {
        this.first = first;
        this.place = place;
        this.screen = screen;
        this.pager = pager;
        if (pager.none()) {
            this.state = State.STRAIGHT;
        } else {
            this.state = State.HOLDING;
        }
        PrintStream data = new PrintStream(stream(this::data), false, StandardCharsets.UTF_8);
        this.io = screen.with(data, MessageStream.like(screen.err(), stream(this::message)));
    }

    /** The streams for the command. */
    Io io() {
        return io;
    }

    /** Runs a command and its pager to the end. Leaving the pager early is not an error. */
    int run(IntSupplier command) {
        int status;
        try (this) {
            status = command.getAsInt();
        }
        if (left() && status == ExitStatus.BROKEN_PIPE.code()) {
            return ExitStatus.OK.code();
        }
        return status;
    }

    private synchronized boolean left() {
        return state == State.LEFT;
    }

    /** Whether the pager is running. */
    boolean paging() {
        Process pages = process;
        return pages != null && pages.isAlive();
    }

    /** Discards further output of an abandoned command. */
    void leave() {
        gone = true;
    }

    /** Buffered data, or buffered messages. */
    private record Piece(boolean message, ByteArrayOutputStream bytes) {}

    private ByteArrayOutputStream held(boolean message) {
        if (held.isEmpty() || held.get(held.size() - 1).message() != message) {
            held.add(new Piece(message, new ByteArrayOutputStream()));
        }
        return held.get(held.size() - 1).bytes();
    }

    private interface Write {
        void write(byte[] bytes, int from, int length) throws IOException;
    }

    private static OutputStream stream(Write write) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                write.write(bytes, from, length);
            }

            @Override
            public void flush() throws IOException {
                write.write(new byte[0], 0, 0);
            }
        };
    }

    private synchronized void data(byte[] bytes, int from, int length) throws IOException {
        if (gone) {
            throw new IOException("Broken pipe");
        }
        if (length > 0) {
            first.run();
        }
        switch (state) {
            case STRAIGHT -> {
                screen.out().write(bytes, from, length);
                screen.out().flush();
            }
            case LEFT -> throw new IOException("Broken pipe");
            case PAGING -> page(Objects.requireNonNull(toPager, "the pager has not started"), bytes, from, length);
            case HOLDING -> hold(bytes, from, length);
        }
    }

    private void hold(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return;
        }
        held(false).write(bytes, from, length);
        heldBytes += length;
        if (place.rows() < 2) {
            straight();
            return;
        }
        for (int i = from; i < from + length; i++) {
            if (bytes[i] == '\n') {
                rows += rowsOf(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(bytes[i]);
            }
        }
        if (rows >= place.rows() || heldBytes > MAX_HELD_BYTES) {
            startPager();
        } else if (release == null) {
            TimerTask task = new TimerTask() {
                @Override
                public void run() {
                    releaseSlow();
                }
            };
            release = task;
            TIMER.schedule(task, GRACE_MS);
        }
    }

    private int rowsOf(String text) {
        int columns = Math.max(1, place.columns());
        int width = TextWidth.of(text.replaceAll("\033\\[[0-9;]*m", ""));
        return Math.max(1, (width + columns - 1) / columns);
    }

    private synchronized void releaseSlow() {
        if (state == State.HOLDING && !gone) {
            straight();
        }
    }

    private void straight() {
        state = State.STRAIGHT;
        for (Piece piece : held) {
            PrintStream stream = piece.message() ? screen.err() : screen.out();
            stream.write(piece.bytes().toByteArray(), 0, piece.bytes().size());
            stream.flush();
        }
        held.clear();
    }

    private void startPager() throws IOException {
        if (release != null) {
            release.cancel();
        }
        Process started;
        try {
            lease = place.lend();
            started = pager.start();
        } catch (IOException noPager) {
            lease.close();
            straight();
            return;
        }
        process = started;
        state = State.PAGING;
        OutputStream to = new BufferedOutputStream(started.getOutputStream(), 1 << 13);
        toPager = to;
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        for (Piece piece : held) {
            ByteArrayOutputStream target = piece.message() ? messages : first;
            target.writeBytes(piece.bytes().toByteArray());
        }
        held.clear();
        page(to, first.toByteArray(), 0, first.size());
    }

    private void page(OutputStream to, byte[] bytes, int from, int length) throws IOException {
        try {
            to.write(bytes, from, length);
            if (length == 0) {
                to.flush();
            }
        } catch (IOException gone) {
            state = State.LEFT;
            throw new IOException("Broken pipe", gone);
        }
    }

    private synchronized void message(byte[] bytes, int from, int length) {
        if (gone) {
            return;
        }
        if (length > 0) {
            first.run();
        }
        if (state == State.STRAIGHT || (state == State.HOLDING && held.isEmpty())) {
            screen.err().write(bytes, from, length);
            screen.err().flush();
        } else if (state == State.HOLDING) {
            held(true).write(bytes, from, length);
        } else {
            messages.write(bytes, from, length);
        }
    }

    private void printMessages() {
        screen.err().write(messages.toByteArray(), 0, messages.size());
        screen.err().flush();
        messages.reset();
    }

    /** Prints buffered output, or waits until the user leaves the pager. */
    @Override
    public void close() {
        io.out().flush();
        io.err().flush();
        Process pages;
        synchronized (this) {
            if (release != null) {
                release.cancel();
            }
            if (state == State.HOLDING && !gone) {
                straight();
            }
            pages = process;
        }
        if (pages != null) {
            await(pages);
            restore();
            synchronized (this) {
                printMessages();
            }
        }
    }

    private void restore() {
        try {
            lease.close();
        } catch (IOException gone) {
            // A closed terminal has no modes to restore.
            return;
        }
    }

    private void await(Process pages) {
        try {
            if (toPager != null) {
                toPager.close();
            }
        } catch (IOException e) {
            // The pager has ended already.
        }
        boolean interrupted = false;
        while (true) {
            try {
                pages.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
