package io.metash.command;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * The streams of the place where a command runs: data goes to {@code out}, everything else to {@code err}.
 *
 * @param in where data may be read from; null where a script is being read from it
 * @param out takes data, text and bytes alike
 * @param err takes messages, progress and summaries
 * @param inTerminal whether {@code in} is a person's keyboard
 * @param outTerminal whether a person looks at {@code out}
 * @param errTerminal whether a person looks at {@code err}
 * @param width the columns of the terminal, 80 where there is none
 */
public record Io(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inTerminal,
        boolean outTerminal,
        boolean errTerminal,
        IntSupplier width) {

    /** The process's own streams; what is told of each is whether it is a terminal. */
    public static Io ofProcess(boolean inTerminal, boolean outTerminal, boolean errTerminal) {
        return new Io(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                inTerminal,
                outTerminal,
                errTerminal,
                () -> 80);
    }

    /** The same streams without a standard input: what reads data from there must name a file. */
    public Io withoutInput() {
        return new Io(null, out, err, false, outTerminal, errTerminal, width);
    }
}
