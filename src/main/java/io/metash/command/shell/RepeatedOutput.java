package io.metash.command.shell;

import io.metash.output.Display;
import io.metash.output.TextWidth;
import io.metash.output.Units;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats the output of a repeated command; marks lines that the previous run did not have. */
final class RepeatedOutput {
    /** The number of columns for the mark and the right margin. */
    static final int MARGIN = 3;

    private static final String SAME = "  ";
    private static final String CHANGED = "* ";
    private static final Pattern COLORS = Pattern.compile("\033\\[[0-9;]*m");

    /** The lines of the previous run; null before the first run. */
    private @Nullable List<String> before;

    /** The lines of the next run with their marks. */
    List<String> lines(String text) {
        List<String> lines = COLORS.matcher(text).replaceAll("").lines().toList();
        Map<String, Integer> known = new HashMap<>();
        List<String> previous = before;
        if (previous == null) {
            previous = lines;
        }
        for (String line : previous) {
            known.merge(line, 1, Integer::sum);
        }
        List<String> marked = new ArrayList<>();
        for (String line : lines) {
            String mark = CHANGED;
            if (known.merge(line, -1, Integer::sum) >= 0) {
                mark = SAME;
            }
            marked.add(mark + line);
        }
        before = lines;
        return marked;
    }

    /** A frame that fits the screen. Its first row shows the command, the last one how to leave. */
    static List<String> frame(String head, List<String> lines, int columns, int rows, Display display) {
        String mark;
        if (display.unicode()) {
            mark = "\u2026";
        } else {
            mark = "~";
        }
        List<String> shown = new ArrayList<>();
        shown.add(TextWidth.cut(head, columns, mark));
        int available = Math.max(0, rows - 2);
        lines.stream().limit(available).forEach(line -> shown.add(TextWidth.cut(line, columns, mark)));
        int left = lines.size() - Math.min(available, lines.size());
        String foot = "any key leaves";
        if (left > 0) {
            foot += "  " + Units.count(left, "line") + " more below";
        }
        shown.add(TextWidth.cut(foot, columns, mark));
        return shown;
    }
}
