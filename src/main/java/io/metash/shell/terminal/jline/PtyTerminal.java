package io.metash.shell.terminal.jline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.impl.AbstractPosixTerminal;
import org.jline.terminal.spi.Pty;
import org.jline.utils.FastBufferedOutputStream;
import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingInputStream;
import org.jline.utils.NonBlockingReader;

/**
 * A terminal on a device of the system. JLine has such a one too, which is slower to be there: this one begins to listen to
 * signals beside the start, and reads what the terminal is able to do from where it is written ready for that.
 */
final class PtyTerminal extends AbstractPosixTerminal {
    private final SignalWatch signals;
    private final NonBlockingInputStream input;
    private final OutputStream output;
    private final NonBlockingReader reader;
    private final PrintWriter writer;
    private final Thread atExit;

    PtyTerminal(String type, Pty pty, SignalWatch signals, Capabilities capabilitiesOrNull) throws IOException {
        super("metash", type, pty, StandardCharsets.UTF_8, SignalHandler.SIG_DFL);
        this.signals = signals;
        input = NonBlocking.nonBlocking(getName(), pty.getSlaveInput());
        output = new FastBufferedOutputStream(pty.getSlaveOutput());
        reader = NonBlocking.nonBlocking(getName(), input, encoding());
        writer = new PrintWriter(new OutputStreamWriter(output, encoding()));
        if (capabilitiesOrNull == null) {
            parseInfoCmp();
        } else {
            capabilitiesOrNull.into(bools, ints, strings);
        }
        signals.tell(this::raise);
        atExit = new Thread(this::closeAtExit, "metash-terminal");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    @Override
    public SignalHandler handle(Signal signal, SignalHandler handler) {
        SignalHandler before = super.handle(signal, handler);
        signals.ready();
        return before;
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
                // Then it is closed twice, which does no harm.
            }
        }
        signals.close();
        super.doClose();
        reader.shutdown();
    }

    /** A process that ends without coming back here leaves the terminal as it found it, too. */
    private void closeAtExit() {
        try {
            close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
