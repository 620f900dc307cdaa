package io.metash.command;

import io.metash.output.Io;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks the user of a one-shot command or a script at the terminal. */
final class ConsolePrompter implements Prompter {
    private final Io io;

    private ConsolePrompter(Io io) {
        this.io = io;
    }

    /** A prompter for the terminal; null if standard input or standard error is not a terminal. */
    static Prompter of(Io io) {
        if (io.in() != null && io.inTerminal() && io.errTerminal()) {
            return new ConsolePrompter(io);
        }
        return null;
    }

    @Override
    public String ask(String question) throws IOException {
        io.err().print(question);
        io.err().flush();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        // Byte by byte: bytes after the line must not be consumed.
        for (int b = io.in().read(); b != '\n'; b = io.in().read()) {
            if (b < 0) {
                io.err().println();
                return null;
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public String askSecret(String question) throws IOException {
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
