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
import org.jspecify.annotations.Nullable;

/**
 * The streams of a command: data goes to {@code out}, everything else to {@code err}.
 *
 * @param in input data; null if a script is read from standard input
 * @param out receives data, text and bytes alike
 * @param err receives messages, progress and summaries
 * @param inTerminal whether {@code in} is a terminal
 * @param outTerminal whether {@code out} is a terminal
 * @param errTerminal whether {@code err} is a terminal
 * @param width the columns of the terminal, 80 without one
 * @param display colours and characters
 */
public record Io(
        @Nullable InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inTerminal,
        boolean outTerminal,
        boolean errTerminal,
        IntSupplier width,
        Display display) {

    /** Creates streams without colours. */
    public Io(
            @Nullable InputStream in,
            PrintStream out,
            PrintStream err,
            boolean inTerminal,
            boolean outTerminal,
            boolean errTerminal,
            IntSupplier width) {
        this(in, out, err, inTerminal, outTerminal, errTerminal, width, Display.PLAIN);
    }

    /** The streams of the process; the parameters say whether each is a terminal. */
    public static Io ofProcess(boolean inTerminal, boolean outTerminal, boolean errTerminal) {
        IntSupplier width = new TerminalSize(outTerminal || errTerminal);
        return new Io(
                // FileInputStream queries the position on the first read, which fails on a pipe.
                new FilterInputStream(new FileInputStream(FileDescriptor.in)) {},
                new DataStream(new FileOutputStream(FileDescriptor.out)),
                new MessageStream(new FileOutputStream(FileDescriptor.err), errTerminal ? width : null),
                inTerminal,
                outTerminal,
                errTerminal,
                width,
                Display.ofProcess());
    }

    /** These streams with another display. */
    public Io with(Display display) {
        return new Io(in, out, err, inTerminal, outTerminal, errTerminal, width, display);
    }

    /** These streams with other targets for data and messages on the same terminal. */
    public Io with(PrintStream data, PrintStream messages) {
        return new Io(in, data, messages, inTerminal, outTerminal, errTerminal, width, display);
    }

    /** These streams with messages as JSON, one object per line, and without progress. */
    public Io logged() {
        return new Io(in, out, new JsonLog(err), inTerminal, outTerminal, false, width, display);
    }

    /** These streams with data written to a file or a program. */
    public Io into(OutputStream target) {
        return new Io(in, new DataStream(target), err, inTerminal, false, errTerminal, width, display);
    }

    /** These streams with another input. */
    public Io from(InputStream source) {
        return new Io(source, out, err, false, outTerminal, errTerminal, width, display);
    }

    /** Prints data for people: a head and a text, which a terminal shows wrapped between words. */
    public void row(String head, String text) {
        if (outTerminal) {
            TextWrap.row(head, text, width.getAsInt()).forEach(out::println);
        } else {
            out.println(head + text);
        }
    }

    /** Prints data for people: a head and a command to type, which stays one line for a copy. */
    public void commandRow(String head, String text) {
        String line = head + text;
        if (outTerminal) {
            line = TextWrap.filled(line, width.getAsInt(), head.length());
        }
        out.println(line);
    }

    /** Prints a message that is a command to type: on a terminal it stays one line for a copy. */
    public void command(String text) {
        String line = text;
        if (errTerminal) {
            line = TextWrap.filled(text, width.getAsInt(), 2);
        }
        err.print(line);
        err.println();
    }

    /** Whether data is coloured. */
    public boolean colored() {
        return display.colored(outTerminal);
    }

    /** Whether messages are coloured. */
    public boolean coloredMessages() {
        return display.colored(errTerminal);
    }

    /** These streams without standard input: commands then need a file name. */
    public Io withoutInput() {
        return new Io(null, out, err, false, outTerminal, errTerminal, width, display);
    }

    /**
     * Flushes all data.
     *
     * @throws IOException if data could not be written, with the cause if known
     */
    public void checkOut() throws IOException {
        if (out instanceof DataStream data) {
            data.check();
        } else if (out.checkError()) {
            throw new IOException("Broken pipe");
        }
    }

    /** Standard output for bulk data: a write error is thrown immediately. */
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
