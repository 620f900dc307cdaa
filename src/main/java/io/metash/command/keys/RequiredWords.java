package io.metash.command.keys;

import java.util.ArrayList;
import java.util.List;

/** Finds words that each match of a regular expression contains. A word is letters, digits and underscores. */
final class RequiredWords {
    /** Letters that match one outside ASCII when case is ignored: dotless i, Kelvin and long s. */
    private static final String CASE_OUTSIDE_ASCII = "iksIKS";
    /** Escaped letters that match one character, or none. */
    private static final String CLASSES = "dDwWsSbBAzZ";

    private final String pattern;
    private final boolean ignoreCase;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int at;

    private RequiredWords(String pattern, boolean ignoreCase) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
    }

    /** Thrown for expressions that need more than a look at their characters. */
    private static final class NotPlain extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** Returns words of a regular expression or, when {@code fixed}, of plain text; none when in doubt. */
    static List<String> of(String pattern, boolean fixed, boolean ignoreCase) {
        RequiredWords required = new RequiredWords(pattern, ignoreCase);
        try {
            required.read(fixed);
            required.end();
            return required.words;
        } catch (NotPlain e) {
            return List.of();
        }
    }

    private void read(boolean fixed) throws NotPlain {
        while (at < pattern.length()) {
            char next = pattern.charAt(at++);
            if (isWord(next)) {
                word.append(next);
            } else if (fixed) {
                end();
            } else {
                special(next);
            }
        }
    }

    private boolean isWord(char c) {
        if (c < 0x80) {
            boolean letterOrDigit = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_';
            return letterOrDigit && !(ignoreCase && CASE_OUTSIDE_ASCII.indexOf(c) >= 0);
        }
        return !ignoreCase && !Character.isSurrogate(c);
    }

    private void end() {
        if (word.length() > 0) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private void special(char c) throws NotPlain {
        switch (c) {
            case '*', '?' -> optional();
            case '{' -> {
                optional();
                at = pattern.indexOf('}', at) + 1;
                check(at > 0);
            }
            case '(' -> {
                end();
                group();
            }
            case '[' -> {
                end();
                characterClass();
            }
            case '\\' -> {
                end();
                escape();
            }
            case '|', ')' -> throw new NotPlain();
            default -> end();
        }
    }

    /** The character before a quantifier may be missing. */
    private void optional() {
        if (word.length() > 0) {
            word.setLength(word.length() - 1);
        }
        end();
    }

    private void escape() throws NotPlain {
        check(at < pattern.length());
        char escaped = pattern.charAt(at++);
        boolean letterOrDigit = Character.isLetterOrDigit(escaped);
        check(!letterOrDigit || CLASSES.indexOf(escaped) >= 0);
    }

    /** Skips a group; no word is taken from it, since it may be optional. */
    private void group() throws NotPlain {
        check(at < pattern.length() && pattern.charAt(at) != '?');
        while (true) {
            check(at < pattern.length());
            char next = pattern.charAt(at++);
            switch (next) {
                case ')' -> {
                    return;
                }
                case '(' -> group();
                case '[' -> characterClass();
                case '\\' -> escape();
                default -> {}
            }
        }
    }

    private void characterClass() throws NotPlain {
        boolean first = true;
        while (true) {
            check(at < pattern.length());
            char next = pattern.charAt(at++);
            boolean negation = first && next == '^';
            if (next == ']') {
                check(!first);
                return;
            }
            check(next != '[' && next != '&');
            if (next == '\\') {
                escape();
            }
            first = negation;
        }
    }

    private static void check(boolean plain) throws NotPlain {
        if (!plain) {
            throw new NotPlain();
        }
    }
}
