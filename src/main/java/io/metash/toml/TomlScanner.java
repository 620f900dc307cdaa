package io.metash.toml;

import io.metash.toml.TomlValue.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the tables and values of a TOML text, in order, with their positions. Decodes keys and strings. */
public final class TomlScanner {
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final String text;
    private final Sink sink;
    private int at;

    /** Receives tables and values. */
    public interface Sink {
        /**
         * The head of a table.
         *
         * @param path its names
         * @param ofArray whether it is an element of an array of tables
         * @param start its position
         * @param end the position after its line
         */
        void table(List<String> path, boolean ofArray, int start, int end);

        /**
         * A key and its value.
         *
         * @param key the parts of the key
         * @param value the value
         * @param start the position of the key
         * @param end the position after the line on which the value ends
         */
        void value(List<String> key, TomlValue value, int start, int end);
    }

    private TomlScanner(String text, Sink sink) {
        this.text = text;
        this.sink = sink;
    }

    /**
     * Scans a text.
     *
     * @throws TomlSyntaxException at the first position with invalid TOML
     */
    public static void scan(String text, Sink sink) {
        new TomlScanner(text, sink).all();
    }

    /** The line of a position, from 1. */
    public static int line(String text, int at) {
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    /** The column of a position, from 1. */
    public static int column(String text, int at) {
        return at - text.lastIndexOf('\n', at - 1);
    }

    private void all() {
        skipBlanks(true);
        while (at < text.length()) {
            if (isNext('[')) {
                table();
            } else {
                pair();
            }
            skipBlanks(false);
            if (at < text.length() && !isNext('\n')) {
                throw wrong(at, "expected the end of the line");
            }
            skipBlanks(true);
        }
    }

    private void table() {
        int start = at++;
        boolean ofArray = skip('[');
        List<String> path = key();
        expect(']');
        if (ofArray) {
            expect(']');
        }
        sink.table(path, ofArray, start, lineEnd());
    }

    private void pair() {
        int start = at;
        List<String> key = key();
        expect('=');
        skipBlanks(false);
        TomlValue value = value();
        sink.value(key, value, start, lineEnd());
    }

    private List<String> key() {
        List<String> parts = new ArrayList<>();
        do {
            skipBlanks(false);
            int start = at;
            if (isNext('"') || isNext('\'')) {
                parts.add(string());
            } else {
                while (at < text.length() && isBare(text.charAt(at))) {
                    at++;
                }
                if (at == start) {
                    throw wrong(at, "a key is missing");
                }
                parts.add(text.substring(start, at));
            }
            skipBlanks(false);
        } while (skip('.'));
        return List.copyOf(parts);
    }

    private static boolean isBare(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private TomlValue value() {
        int from = at;
        if (text.startsWith("\"\"\"", at) || text.startsWith("'''", at)) {
            return TomlValue.text(Kind.LONG_STRING, longString(), from, at);
        }
        if (isNext('"') || isNext('\'')) {
            return TomlValue.text(Kind.STRING, string(), from, at);
        }
        if (isNext('[')) {
            List<TomlValue> items = array();
            return new TomlValue(Kind.ARRAY, "", items, from, at);
        }
        if (isNext('{')) {
            inlineTable();
            return TomlValue.text(Kind.INLINE_TABLE, text.substring(from, at), from, at);
        }
        return TomlValue.text(Kind.BARE, bare(), from, at);
    }

    private String bare() {
        int from = at;
        skipWord();
        if (at == from) {
            throw wrong(from, "the value is missing");
        }
        boolean time = DATE.matcher(text.substring(from, at)).matches()
                && at + 1 < text.length()
                && isNext(' ')
                && Character.isDigit(text.charAt(at + 1));
        if (time) {
            at++;
            skipWord();
        }
        return text.substring(from, at);
    }

    private void skipWord() {
        while (at < text.length() && " \t\r\n#,]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
    }

    private List<TomlValue> array() {
        at++;
        List<TomlValue> items = new ArrayList<>();
        skipBlanks(true);
        while (!skip(']')) {
            items.add(value());
            skipBlanks(true);
            if (!skip(',') && !isNext(']')) {
                throw wrong(at, "a comma or ] is missing");
            }
            skipBlanks(true);
        }
        return List.copyOf(items);
    }

    private void inlineTable() {
        at++;
        skipBlanks(false);
        while (!skip('}')) {
            key();
            expect('=');
            skipBlanks(false);
            value();
            skipBlanks(false);
            if (!skip(',') && !isNext('}')) {
                throw wrong(at, "a comma or } is missing");
            }
            skipBlanks(false);
        }
    }

    private String string() {
        char quote = text.charAt(at);
        int start = at++;
        StringBuilder out = new StringBuilder();
        while (at < text.length() && !isNext('\n')) {
            if (skip(quote)) {
                return out.toString();
            }
            character(quote, out);
        }
        throw wrong(start, "the quotes are not closed");
    }

    private String longString() {
        char quote = text.charAt(at);
        String close = String.valueOf(quote).repeat(3);
        int start = at;
        at += 3;
        skip('\r');
        skip('\n');
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            if (text.startsWith(close, at)) {
                at += 3;
                // Up to two quotes before the closing ones belong to the text.
                while (skip(quote)) {
                    out.append(quote);
                }
                return out.toString();
            }
            if (quote == '"' && continuesOnTheNextLine()) {
                at++;
                skipWhiteSpace();
            } else {
                character(quote, out);
            }
        }
        throw wrong(start, "the quotes are not closed");
    }

    private boolean continuesOnTheNextLine() {
        return text.startsWith("\\\n", at) || text.startsWith("\\\r\n", at);
    }

    private void skipWhiteSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void character(char quote, StringBuilder out) {
        char c = text.charAt(at++);
        if (c == '\\' && quote == '"') {
            escape(out);
        } else {
            out.append(c);
        }
    }

    private void escape(StringBuilder out) {
        int start = at - 1;
        char c = '\n';
        if (at < text.length()) {
            c = text.charAt(at++);
        }
        switch (c) {
            case 'b' -> out.append('\b');
            case 't' -> out.append('\t');
            case 'n' -> out.append('\n');
            case 'f' -> out.append('\f');
            case 'r' -> out.append('\r');
            case '"', '\\' -> out.append(c);
            case 'u' -> codePoint(start, 4, out);
            case 'U' -> codePoint(start, 8, out);
            default -> throw wrong(start, "unknown escape");
        }
    }

    private void codePoint(int start, int digits, StringBuilder out) {
        try {
            out.appendCodePoint(Integer.parseInt(text.substring(at, at + digits), 16));
        } catch (IllegalArgumentException | IndexOutOfBoundsException invalid) {
            throw wrong(start, "this escape is not a valid character");
        }
        at += digits;
    }

    private void expect(char c) {
        skipBlanks(false);
        if (!skip(c)) {
            throw wrong(at, "'" + c + "' is missing");
        }
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean skip(char c) {
        boolean next = isNext(c);
        if (next) {
            at++;
        }
        return next;
    }

    /** Skips blanks and comments, and line ends if wanted. */
    private void skipBlanks(boolean linesToo) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = contentEnd();
            } else if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && linesToo)) {
                at++;
            } else {
                return;
            }
        }
    }

    private int contentEnd() {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            return text.length();
        }
        return end;
    }

    private int lineEnd() {
        return Math.min(text.length(), contentEnd() + 1);
    }

    private static TomlSyntaxException wrong(int at, String what) {
        return new TomlSyntaxException(at, what);
    }
}
