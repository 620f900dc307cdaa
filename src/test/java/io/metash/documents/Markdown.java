package io.metash.documents;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Parts of a Markdown page: prose without code, sections, table rows. */
final class Markdown {
    private final String text;

    Markdown(String text) {
        this.text = text;
    }

    /** The page without fenced code, indented code and code spans; line ends are kept. */
    String prose() {
        StringBuilder prose = new StringBuilder();
        boolean fenced = false;
        for (String line : text.split("\n", -1)) {
            if (line.strip().startsWith("```")) {
                fenced = !fenced;
            } else if (!fenced && !line.startsWith("    ")) {
                prose.append(line);
            }
            prose.append('\n');
        }
        return prose.toString().replaceAll("`[^`]*`", "");
    }

    /** The numbered lines of prose, which must not exceed the width; only tables and links may. */
    List<String> linesLongerThan(int width) {
        List<String> found = new ArrayList<>();
        boolean fenced = false;
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            fenced ^= line.strip().startsWith("```");
            boolean breakable = line.strip().indexOf(' ') >= 0;
            if (!fenced
                    && !line.startsWith("|")
                    && !line.startsWith("    ")
                    && breakable
                    && line.codePointCount(0, line.length()) > width) {
                found.add((i + 1) + ": " + line);
            }
        }
        return found;
    }

    /** A section of level 2, without its heading. */
    static String section(String page, String heading) {
        String mark = "\n## " + heading + "\n";
        int start = page.indexOf(mark);
        if (start < 0) {
            throw new AssertionError("no section " + heading);
        }
        int end = page.indexOf("\n## ", start + mark.length());
        return page.substring(start + mark.length(), end < 0 ? page.length() : end);
    }

    /** The cells of all table rows, without heads and rules. */
    static List<List<String>> rows(String page) {
        List<List<String>> rows = new ArrayList<>();
        List<String> lines = page.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            boolean head = i + 1 < lines.size() && lines.get(i + 1).startsWith("| ---");
            if (lines.get(i).startsWith("| ") && !lines.get(i).startsWith("| ---") && !head) {
                String[] cells = lines.get(i).substring(2).split(" ?\\| ?", -1);
                rows.add(Arrays.asList(cells));
            }
        }
        return rows;
    }
}
