package io.metash.command.option;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.ArrayList;
import java.util.List;

/** Splits a line into words. Quotes keep blanks together; in double quotes \\n, \\t, \\\" and \\\\ are escapes. */
public final class QuotedWords {
    private final String line;
    private final String where;
    private int at;

    private QuotedWords(String line, String where) {
        this.line = line;
        this.where = where;
    }

    /** Splits a line; a word that starts with {@code #} begins a comment. */
    public static List<String> of(String line, String where) {
        return new QuotedWords(line, where).words();
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        while (true) {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            if (at == line.length() || line.charAt(at) == '#') {
                return words;
            }
            words.add(word());
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            char c = line.charAt(at++);
            if (c == '\'' || c == '"') {
                quoted(c, word);
            } else {
                word.append(c);
            }
        }
        return word.toString();
    }

    private void quoted(char quote, StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == quote) {
                return;
            }
            word.append(c == '\\' && quote == '"' ? escaped() : c);
        }
        throw Failure.of(ExitStatus.USAGE, "a quote is not closed").at(where);
    }

    private char escaped() {
        char c = 0;
        if (at < line.length()) {
            c = line.charAt(at++);
        }
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case '"', '\\' -> c;
            default ->
                throw Failure.of(ExitStatus.USAGE, "unknown escape")
                        .at(where)
                        .because("a backslash is followed by n, t, a quote or another backslash");
        };
    }
}
