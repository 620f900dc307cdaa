package io.metash.testing;

import io.metash.output.Io;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Streams without a terminal, 80 columns wide, and their output. */
public final class Captured {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Io io;

    /** With empty standard input. */
    public Captured() {
        this(InputStream.nullInputStream());
    }

    /** With this standard input. */
    public Captured(InputStream in) {
        io = new Io(
                in,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false,
                () -> 80);
    }

    /** The captured output of a run with this exit status. */
    public RunResult result(int status) {
        return new RunResult(status, out(), err());
    }

    /** The streams. */
    public Io io() {
        return io;
    }

    /** Clears the output. */
    public void reset() {
        out();
        out.reset();
        err.reset();
    }

    /** The data on standard output. */
    public String out() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** The output without changes. */
    public byte[] bytes() {
        io.out().flush();
        return out.toByteArray();
    }

    /** The messages on standard error. */
    public String err() {
        io.err().flush();
        return err.toString(StandardCharsets.UTF_8);
    }
}
