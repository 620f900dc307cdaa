package io.metash.output;

import io.metash.record.Bytes;

/**
 * Prints lines with a label and a text. On a terminal long texts are wrapped at blanks and indented; elsewhere each is
 * one line.
 */
public final class LabelledLines {
    private static final int MIN = 16;

    private final Io io;
    private final int labels;

    /** Creates lines with {@code labels} columns for labels. */
    public LabelledLines(Io io, int labels) {
        this.io = io;
        this.labels = labels;
    }

    /** Prints one line; unprintable characters in the text are escaped. */
    public void line(String label, String text) {
        String rest = Printable.text(text);
        String lead = lead(label, rest);
        int available = Integer.MAX_VALUE;
        if (io.outTerminal()) {
            available = Math.max(MIN, io.width().getAsInt() - TextWidth.of(lead));
        }
        String first = styled(label, lead);
        while (TextWidth.of(rest) > available) {
            String now = TextWidth.cut(rest, available, "");
            int blank = now.lastIndexOf(' ');
            if (rest.charAt(now.length()) != ' ' && blank > 0) {
                now = now.substring(0, blank);
            }
            io.out().println((first + now).stripTrailing());
            rest = rest.substring(now.length()).stripLeading();
            first = " ".repeat(TextWidth.of(lead));
        }
        io.out().println((first + rest).stripTrailing());
    }

    /** Prints a key as one word of a command, which is not wrapped. */
    public void key(String label, Bytes key) {
        String word = CommandWord.quote(key);
        io.out().println(styled(label, lead(label, word)) + word);
    }

    /** Returns the label with the blanks after it. When label and text do not fit one line, prints the label, returns blanks. */
    private String lead(String label, String text) {
        boolean narrow = io.outTerminal() && io.width().getAsInt() - labels < MIN;
        if (!narrow) {
            return label + " ".repeat(Math.max(1, labels - label.length()));
        }
        if (label.length() + 1 + TextWidth.of(text) <= io.width().getAsInt()) {
            return label + " ";
        }
        io.out().println(Style.HEAD.on(label, io.colored()));
        return "  ";
    }

    private String styled(String label, String lead) {
        if (label.isEmpty() || !lead.startsWith(label)) {
            return lead;
        }
        return Style.HEAD.on(label, io.colored()) + lead.substring(label.length());
    }
}
