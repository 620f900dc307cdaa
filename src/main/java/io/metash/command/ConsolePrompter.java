package io.metash.command;

import io.metash.output.Io;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks the user of a one-shot command or a script at the terminal. */
final class ConsolePrompter implements Prompter {
    private final Io io;
    private final InputStream in;

    private ConsolePrompter(Io io, InputStream in) {
        this.io = io;
        this.in = in;
    }

    /** A prompter for the terminal; null if standard input or standard error is not a terminal. */
    static @Nullable Prompter of(Io io) {
        InputStream in = io.in();
        if (in != null && io.inTerminal() && io.errTerminal()) {
            return new ConsolePrompter(io, in);
        }
        return null;
    }

    @Override
    public @Nullable String ask(String question) throws IOException {
        io.err().print(question);
        io.err().flush();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        // Byte by byte: bytes after the line must not be consumed.
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                io.err().println();
                return null;
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public @Nullable String askSecret(String question) throws IOException {
        stty("-echo");
        try {
            return ask(question);
        } finally {
            stty("echo");
            io.err().println();
        }
    }

    /** Java's own console is missing when the output is redirected. */
    private static void stty(String mode) throws IOException {
        try {
            new ProcessBuilder("/usr/bin/stty", mode)
                    .redirectInput(new File("/dev/tty"))
                    .start()
                    .waitFor();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
