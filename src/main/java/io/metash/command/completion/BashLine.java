package io.metash.command.completion;

import java.util.ArrayList;
import java.util.List;

/** Parses a bash command line up to the cursor into words. Quotes are resolved; variables are not expanded. */
final class BashLine {
    /** The characters that a backslash escapes in double quotes. */
    private static final String ESCAPED_IN_QUOTES = "\"\\$`";

    private final String line;
    private int at;

    private BashLine(String line) {
        this.line = line;
    }

    /** The words; the last one is incomplete, and empty after a blank. */
    static List<String> words(String line) {
        return new BashLine(line).words();
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        do {
            while (at < line.length() && isBlank(line.charAt(at))) {
                at++;
            }
            words.add(word());
        } while (at < line.length());
        return words;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < line.length() && !isBlank(line.charAt(at))) {
            char c = line.charAt(at++);
            if (c == '\'') {
                int close = line.indexOf('\'', at);
                int end = close;
                if (close < 0) {
                    end = line.length();
                }
                word.append(line, at, end);
                at = Math.min(end + 1, line.length());
            } else if (c == '"') {
                inQuotes(word);
            } else if (c == '\\' && at < line.length()) {
                word.append(line.charAt(at++));
            } else {
                word.append(c);
            }
        }
        return word.toString();
    }

    private void inQuotes(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return;
            }
            boolean escape = c == '\\' && at < line.length() && ESCAPED_IN_QUOTES.indexOf(line.charAt(at)) >= 0;
            word.append(escape ? line.charAt(at++) : c);
        }
    }
}
