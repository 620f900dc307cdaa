package io.metash.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Wraps sentences between words at the width of the screen; continued lines are indented like the first. */
public final class TextWrap {
    /** The fewest columns that text is wrapped to. */
    static final int MIN = 30;

    private static final int MIN_SECOND_COLUMN = 24;

    private static final Pattern STYLE = Pattern.compile("\033\\[[0-9;]*m");

    private TextWrap() {}

    /** Wraps a text to lines of the given number of columns. */
    public static List<String> lines(String text, int columns) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            fold(line, Math.max(MIN, columns), lines);
        }
        return lines;
    }

    private static void fold(String line, int columns, List<String> lines) {
        if (width(line) <= columns) {
            lines.add(line);
            return;
        }
        int in = startOf(line, 0);
        String indent = " ".repeat(Math.min(in, columns / 3));
        lines.addAll(hanging(indent, line.strip(), indent.length(), columns));
    }

    /**
     * A command to type that the terminal wraps between words: blanks fill each row, without a line end, so that a copy
     * stays one line. Blanks in quotes stay as they are.
     *
     * @param indent the blanks before each row but the first
     */
    public static String filled(String text, int columns, int indent) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        char quote = 0;
        boolean first = true;
        boolean full = false;
        for (String word : text.split(" ", -1)) {
            int wide = width(word);
            if (quote == 0 && at > indent && at + 1 + wide > columns && indent + wide <= columns) {
                out.append(" ".repeat(columns - at + indent));
                at = indent;
            } else if (quote == 0 && full && indent > 0) {
                out.append(" ".repeat(indent));
                at = indent;
            } else if (!first) {
                out.append(' ');
                at = at % columns + 1;
            }
            out.append(word);
            first = false;
            full = at + wide > 0 && (at + wide) % columns == 0;
            at = (at + wide) % columns;
            quote = quoteAfter(word, quote);
        }
        return out.toString();
    }

    /**
     * Wraps a line of a help text, with the rows after the first below its second column. Indented lines without one are
     * commands, which stay whole.
     */
    public static List<String> helpLine(String line, int columns) {
        int lead = startOf(line, 0);
        int gap = line.indexOf("  ", lead);
        boolean command = lead == 2 && gap < 0;
        if (width(line) <= columns || command) {
            return List.of(line);
        }
        int second = lead;
        if (gap >= 0) {
            second = startOf(line, gap);
        }
        String head = line.substring(0, second);
        String rest = line.substring(second);
        if (gap >= 0 && columns - second < MIN_SECOND_COLUMN) {
            second = lead + 2;
            head = line.substring(0, lead);
            rest = line.substring(lead).replaceAll(" {2,}", "  ");
        }
        if (gap < 0 && columns - second < MIN_SECOND_COLUMN) {
            second = columns / 3;
            head = " ".repeat(second);
        }
        return hanging(head, rest, second, columns);
    }

    /** A text after a head, wrapped below its own beginning. */
    public static List<String> row(String head, String text, int columns) {
        return hanging(head, text, Math.min(width(head), columns / 3), columns);
    }

    private static List<String> hanging(String head, String text, int indent, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder now = new StringBuilder(head);
        boolean empty = true;
        for (String word : text.split(" ")) {
            if (!empty && width(now.toString()) + 1 + width(word) > columns) {
                lines.add(now.toString().stripTrailing());
                now.setLength(0);
                now.append(" ".repeat(indent));
                empty = true;
            }
            if (empty && word.isEmpty()) {
                continue;
            }
            now.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(now.toString().stripTrailing());
        return lines;
    }

    private static int startOf(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static char quoteAfter(String word, char before) {
        char quote = before;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        return quote;
    }

    private static int width(String text) {
        if (text.indexOf('\033') < 0) {
            return TextWidth.of(text);
        }
        return TextWidth.of(STYLE.matcher(text).replaceAll(""));
    }
}
