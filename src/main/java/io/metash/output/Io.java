package io.metash.output;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
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
 * @param display colours and characters
 */
public record Io(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inTerminal,
        boolean outTerminal,
        boolean errTerminal,
        IntSupplier width,
        Display display) {

    /** Streams without colours. */
    public Io(
            InputStream in,
            PrintStream out,
            PrintStream err,
            boolean inTerminal,
            boolean outTerminal,
            boolean errTerminal,
            IntSupplier width) {
        this(in, out, err, inTerminal, outTerminal, errTerminal, width, Display.PLAIN);
    }

    /** The process's own streams; what is told of each is whether it is a terminal. */
    public static Io ofProcess(boolean inTerminal, boolean outTerminal, boolean errTerminal) {
        return new Io(
                // A file stream asks for its position to read the first bytes, which a pipe does not have.
                new FilterInputStream(new FileInputStream(FileDescriptor.in)) {},
                new DataStream(new FileOutputStream(FileDescriptor.out)),
                new MessageStream(new FileOutputStream(FileDescriptor.err)),
                inTerminal,
                outTerminal,
                errTerminal,
                new TerminalSize(outTerminal || errTerminal),
                Display.ofProcess());
    }

    /** The same streams with another look. */
    public Io with(Display look) {
        return new Io(in, out, err, inTerminal, outTerminal, errTerminal, width, look);
    }

    /** The same with other streams for data and messages, on the same terminal. */
    public Io with(PrintStream data, PrintStream messages) {
        return new Io(in, data, messages, inTerminal, outTerminal, errTerminal, width, display);
    }

    /** The same with messages as JSON, one object per line, and without progress. */
    public Io logged() {
        return new Io(in, out, new JsonLog(err), inTerminal, outTerminal, false, width, display);
    }

    /** The same with data going into a file or a program. */
    public Io into(OutputStream target) {
        return new Io(in, new DataStream(target), err, inTerminal, false, errTerminal, width, display);
    }

    /** The same with data coming from somewhere else. */
    public Io from(InputStream source) {
        return new Io(source, out, err, false, outTerminal, errTerminal, width, display);
    }

    /** Whether data is coloured. */
    public boolean colored() {
        return display.colored(outTerminal);
    }

    /** Whether messages are coloured. */
    public boolean coloredMessages() {
        return display.colored(errTerminal);
    }

    /** The same streams without a standard input: what reads data from there must name a file. */
    public Io withoutInput() {
        return new Io(null, out, err, false, outTerminal, errTerminal, width, display);
    }

    /**
     * Makes sure that all data so far was taken.
     *
     * @throws IOException when it was not, with the reason where there is one
     */
    public void checkOut() throws IOException {
        if (out instanceof DataStream data) {
            data.check();
        } else if (out.checkError()) {
            throw new IOException("Broken pipe");
        }
    }

    /** Standard output for data in bulk: what cannot be written is an error at once. */
    public OutputStream bulk() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                out.write(b);
                checkOut();
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
                checkOut();
            }

            @Override
            public void flush() throws IOException {
                checkOut();
            }
        };
    }
}
