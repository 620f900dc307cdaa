package io.metash.shell.terminal;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.impl.AbstractPosixTerminal;
import org.jline.terminal.spi.Pty;
import org.jline.utils.FastBufferedOutputStream;
import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/**
 * A terminal on a system device. Faster to start than JLine's: it registers signal handlers in parallel to the start, and
 * reads precomputed terminal capabilities.
 */
final class PtyTerminal extends AbstractPosixTerminal {
    /** The maximum delay of a keyboard signal. */
    private static final long LATE_MS = 500;

    private final SignalWatch signals;
    private final Attributes found;
    private final KeyboardStream input;
    private final InputStream available;
    private final OutputStream output;
    private final NonBlockingReader reader;
    private final PrintWriter writer;
    private final Thread atExit;
    /** Locked while the modes change: at the end of the process, another thread restores them last. */
    private final Object modes = new Object();

    private boolean restored;
    private volatile @Nullable Object activeLease;
    private volatile boolean editing;
    private volatile long editingSince;

    PtyTerminal(String type, Pty pty, SignalWatch signals, @Nullable Capabilities capabilities) throws IOException {
        super("metash", type, pty, StandardCharsets.UTF_8, SignalHandler.SIG_DFL);
        this.signals = signals;
        found = getAttributes();
        if (pty.getSystemStream() == null) {
            available = InputStream.nullInputStream();
            input = new KeyboardStream(NonBlocking.nonBlocking(getName(), pty.getSlaveInput()));
        } else {
            available = new FileInputStream(FileDescriptor.in);
            input = new KeyboardStream(new DeviceInput(available));
        }
        output = new FastBufferedOutputStream(pty.getSlaveOutput());
        reader = NonBlocking.nonBlocking(getName(), input, encoding());
        writer = new PrintWriter(new OutputStreamWriter(output, encoding()));
        if (capabilities == null) {
            parseInfoCmp();
        } else {
            capabilities.into(bools, ints, strings);
        }
        signals.listen(this::raise);
        atExit = new Thread(this::closeAtExit, "metash-terminal");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    @Override
    public SignalHandler handle(Signal signal, SignalHandler handler) {
        SignalHandler before = super.handle(signal, handler);
        signals.ready();
        return before;
    }

    /** While a line is edited, Ctrl-C is a key, so that it is handled in typing order. */
    @Override
    public Attributes enterRawMode() {
        Attributes before = getAttributes();
        Attributes raw = new Attributes(before);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN), false);
        raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.ICRNL, InputFlag.INLCR), false);
        raw.setControlChar(ControlChar.VMIN, 0);
        raw.setControlChar(ControlChar.VTIME, 1);
        raw.setControlChar(ControlChar.VINTR, 0);
        activeLease = null;
        setAttributes(raw);
        return before;
    }

    @Override
    public void setAttributes(Attributes attributes) {
        boolean byKey = attributes.getControlChar(ControlChar.VINTR) == 0;
        synchronized (modes) {
            if (restored) {
                return;
            }
            if (byKey && !editing) {
                editingSince = System.nanoTime();
            }
            super.setAttributes(attributes);
            editing = byKey;
        }
        input.interruptsByKey(byKey);
    }

    /**
     * Keeps keys typed during a command for the next prompt, without echo: the terminal's line editing would swallow
     * Ctrl-D and others, and its echo would mix with the output.
     */
    void commandMode() {
        Attributes keep = new Attributes(found);
        keep.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.IEXTEN, LocalFlag.ECHO), false);
        keep.setControlChar(ControlChar.VMIN, 0);
        keep.setControlChar(ControlChar.VTIME, 1);
        setAttributes(keep);
    }

    /** Sets the modes of a prompt. Signals of earlier keys are handled and dropped before this returns. */
    void promptMode() {
        enterRawMode();
        signals.settle();
    }

    boolean isLent() {
        return activeLease != null;
    }

    /** Restores the original modes for another program. */
    Closeable lend() {
        Object lease = new Object();
        Attributes before = getAttributes();
        setAttributes(found);
        activeLease = lease;
        return () -> {
            if (activeLease == lease) {
                activeLease = null;
                setAttributes(before);
            }
        };
    }

    boolean readAhead() throws IOException {
        return input.readAhead(available);
    }

    /** Drops a late Ctrl-C signal of the previous command, which must not clear the next line. */
    @Override
    public void raise(Signal signal) {
        long editedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - editingSince);
        if (signal != Signal.INT || !editing || editedMs >= LATE_MS) {
            super.raise(signal);
        }
    }

    /** Returns a text to the front of the input. */
    void unread(String text) {
        input.unread(text.getBytes(encoding()));
    }

    @Override
    public NonBlockingReader reader() {
        return reader;
    }

    @Override
    public PrintWriter writer() {
        return writer;
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    protected void doClose() throws IOException {
        if (Thread.currentThread() != atExit) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException alreadyExiting) {
                // The terminal was closed before, which is harmless.
            }
        }
        signals.close();
        synchronized (modes) {
            restored = true;
            super.doClose();
        }
        reader.shutdown();
    }

    /** Restores the original modes when the process ends elsewhere. */
    private void closeAtExit() {
        try {
            close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
