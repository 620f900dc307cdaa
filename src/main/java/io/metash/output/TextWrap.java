package io.metash.output;

import java.util.ArrayList;
import java.util.List;

/** Wraps sentences between words at the width of the screen; continued lines are indented like the first. */
public final class TextWrap {
    private static final int LEAST = 30;

    private TextWrap() {}

    /** Wraps a text to lines of the given number of columns. */
    public static List<String> lines(String text, int columns) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            fold(line, Math.max(LEAST, columns), lines);
        }
        return lines;
    }

    private static void fold(String line, int columns, List<String> lines) {
        if (TextWidth.of(line) <= columns) {
            lines.add(line);
            return;
        }
        int in = 0;
        while (in < line.length() && line.charAt(in) == ' ') {
            in++;
        }
        String indent = " ".repeat(Math.min(in, columns / 3));
        StringBuilder now = new StringBuilder(indent);
        boolean empty = true;
        for (String word : line.strip().split(" ")) {
            if (!empty && TextWidth.of(now.toString()) + 1 + TextWidth.of(word) > columns) {
                lines.add(now.toString().stripTrailing());
                now.setLength(0);
                now.append(indent);
                empty = true;
            }
            now.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(now.toString());
    }
}
