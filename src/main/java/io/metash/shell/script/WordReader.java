package io.metash.shell.script;

import io.metash.record.Failure;
import io.metash.record.HomeDirectory;
import org.jspecify.annotations.Nullable;

/** Reads one word of a text: quotes, escapes and variables. */
final class WordReader {
    /** The advice for an invalid variable. */
    static final String ABOUT_VARIABLES = "'$' or \\$ is a dollar sign; ${name:-text} has a default";

    private final String text;
    private final Wrong wrong;
    private final WordBuilder out = new WordBuilder();
    private int at;
    private @Nullable Unclosed open;

    /** Creates a failure for an error at a position, with advice. */
    @FunctionalInterface
    interface Wrong {
        Failure at(int place, String what, String next);
    }

    /** Creates a reader for the word at an offset. */
    WordReader(String text, int at, Wrong wrong) {
        this.text = text;
        this.at = at;
        this.wrong = wrong;
    }

    /** The position after the word. */
    int at() {
        return at;
    }

    /** The construct that the text ends inside of, or null when the word is complete. */
    @Nullable
    Unclosed open() {
        return open;
    }

    /** The word, or its beginning if the input ends inside quotes or after a backslash. */
    CommandSplitter.Word word() {
        int from = at;
        if (text.startsWith("~/", at)) {
            out.append(HomeDirectory.find().map(Object::toString).orElse("~"));
            at++;
        }
        while (at < text.length() && " \t\r\n;|<>".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at++);
            if (c == '\'') {
                single();
            } else if (c == '"') {
                quoted();
            } else if (c == '\\') {
                escape();
            } else if (text.startsWith("$'", at - 1)) {
                at++;
                ansi();
            } else if (c == '$') {
                variable();
            } else {
                out.append(c);
            }
        }
        return out.word(from, at);
    }

    private void single() {
        int end = text.indexOf('\'', at);
        if (end < 0) {
            out.append(text.substring(at));
            endsInside(Unclosed.QUOTES);
            return;
        }
        out.append(text.substring(at, end));
        at = end + 1;
    }

    /** Reads {@code $'...'} as bash does: the printed form of file names with control characters. */
    private void ansi() {
        AnsiQuotes quotes = new AnsiQuotes(text, at);
        out.append(quotes.read());
        at = quotes.at();
        if (!quotes.closed()) {
            endsInside(Unclosed.QUOTES);
        }
    }

    private void quoted() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                escape();
            } else if (c == '$') {
                variable();
            } else {
                out.append(c);
            }
        }
        if (open == null) {
            endsInside(Unclosed.QUOTES);
        }
    }

    private void variable() {
        Variables variables = new Variables(text, at, this::badVariable);
        out.add(variables.variable());
        at = variables.at();
    }

    private void endsInside(Unclosed what) {
        at = text.length();
        open = what;
    }

    private void escape() {
        if (at >= text.length()) {
            endsInside(Unclosed.LINE);
            return;
        }
        char c = text.charAt(at++);
        switch (c) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'x' -> hex(at, at + 2);
            case 'u' -> {
                int close = text.indexOf('}', at);
                if (at >= text.length() || text.charAt(at) != '{' || close < 0) {
                    throw badEscape();
                }
                hex(at + 1, close);
                at = close + 1;
            }
            case '\n' -> {
                // A continued line: the line break is not part of the word.
            }
            default -> out.append(c);
        }
    }

    private void hex(int from, int to) {
        try {
            int code = Integer.parseInt(text.substring(from, to), 16);
            if (!Character.isValidCodePoint(code)) {
                throw badEscape();
            }
            out.appendCodePoint(code);
            at = to;
        } catch (NumberFormatException | IndexOutOfBoundsException wrong) {
            throw badEscape();
        }
    }

    private Failure badEscape() {
        return wrong.at(
                        text.lastIndexOf('\\', Math.min(at, text.length()) - 1),
                        "unknown escape",
                        "put the word into 'single quotes' to keep backslashes")
                .because("a backslash must be followed by n, t, r, xHH, u{HEX} or a literal character");
    }

    private Failure badVariable(String what) {
        return wrong.at(Math.min(at, text.length()), what, ABOUT_VARIABLES);
    }
}
