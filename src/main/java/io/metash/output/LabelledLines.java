package io.metash.output;

import io.metash.record.Bytes;

/**
 * Prints lines with a label and a text. On a terminal long texts are wrapped at blanks and indented; elsewhere each is
 * one line.
 */
public final class LabelledLines {
    private static final int LEAST = 16;

    private final Io io;
    private final int labels;

    /** Creates lines with {@code labels} columns for labels. */
    public LabelledLines(Io io, int labels) {
        this.io = io;
        this.labels = labels;
    }

    /** Prints one line; unprintable characters in the text are escaped. */
    public void line(String label, String text) {
        print(label, Printable.text(text));
    }

    /** Prints a key as one word of a command. */
    public void key(String label, Bytes key) {
        print(label, CommandWord.quote(key));
    }

    private void print(String label, String text) {
        String rest = text;
        String lead = Style.HEAD.on(label, io.colored()) + " ".repeat(Math.max(1, labels - label.length()));
        int available = Integer.MAX_VALUE;
        if (io.outTerminal()) {
            available = Math.max(LEAST, io.width().getAsInt() - labels);
        }
        while (TextWidth.of(rest) > available) {
            String now = TextWidth.cut(rest, available, "");
            int blank = now.lastIndexOf(' ');
            if (rest.charAt(now.length()) != ' ' && blank > 0) {
                now = now.substring(0, blank);
            }
            io.out().println((lead + now).stripTrailing());
            rest = rest.substring(now.length()).stripLeading();
            lead = " ".repeat(labels);
        }
        io.out().println((lead + rest).stripTrailing());
    }
}
