package io.metash.output;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stream for messages and progress. Text quoted in messages, from a store, a file name or a server, is escaped so
 * that no byte of it moves the cursor, or changes a colour or the direction of text. Only metash's own sequences pass:
 * the styles of {@link Style}, and progress lines, which begin and end with a carriage return. On a terminal each
 * {@link #println(String) line} is wrapped between words.
 */
public final class MessageStream extends PrintStream {
    /** Clears the rest of a progress line. */
    public static final String ERASE = "\033[J";

    private static final Pattern OWN_STYLES = Pattern.compile("\033\\[(?:0|"
            + Arrays.stream(Style.values()).map(Style::codes).distinct().collect(Collectors.joining("|"))
            + ")m|\033\\[J|\n");

    private final @Nullable IntSupplier columns;

    /** Creates a stream on another stream; flushed after each line. */
    public MessageStream(OutputStream out) {
        this(out, null);
    }

    /** Creates a stream to a terminal, which wraps each line between words. */
    public MessageStream(OutputStream out, @Nullable IntSupplier columns) {
        super(out, true, StandardCharsets.UTF_8);
        this.columns = columns;
    }

    /** A stream of messages to another target, which wraps lines as {@code stream} does. */
    public static MessageStream like(PrintStream stream, OutputStream target) {
        IntSupplier columns = null;
        if (stream instanceof MessageStream messages) {
            columns = messages.columns;
        }
        return new MessageStream(target, columns);
    }

    /** Prints a message with its line end in one write, so that the output of another program cannot come between. */
    @Override
    public void println(String text) {
        String line = String.valueOf(text);
        if (columns != null && line.length() > TextWrap.MIN) {
            line = String.join("\n", TextWrap.lines(safe(line), columns.getAsInt()));
        }
        print(line + "\n");
    }

    @Override
    public void print(String text) {
        super.print(safe(String.valueOf(text)));
    }

    @Override
    public void print(char c) {
        print(String.valueOf(c));
    }

    @Override
    public void print(Object object) {
        print(String.valueOf(object));
    }

    /** Escapes all unprintable characters except metash's own sequences. */
    static String safe(String text) {
        if (text.codePoints().allMatch(c -> c == '\n' || c == '\\' || Printable.isPlain(c))) {
            return text;
        }
        if (text.length() > 1 && text.startsWith("\r") && text.endsWith("\r")) {
            // A progress line, which leaves the cursor at its start.
            return "\r" + safe(text.substring(1, text.length() - 1)) + "\r";
        }
        StringBuilder out = new StringBuilder();
        Matcher ours = OWN_STYLES.matcher(text);
        int from = 0;
        while (ours.find()) {
            escape(text.substring(from, ours.start()), out);
            out.append(ours.group());
            from = ours.end();
        }
        escape(text.substring(from), out);
        return out.toString();
    }

    /** Escapes unprintable characters. Backslashes are kept, since text may be escaped already. */
    private static void escape(String text, StringBuilder out) {
        text.codePoints().forEach(c -> {
            if (c == '\\' || c == '\t') {
                out.appendCodePoint(c);
            } else {
                Printable.escape(c, out);
            }
        });
    }
}
