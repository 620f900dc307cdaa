package io.metash.config;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses the subset of TOML that settings files need: tables; bare, quoted and dotted keys; single-line strings;
 * integers; booleans; arrays of strings; comments. Rejects other syntax with its line and column.
 */
final class Toml {
    private final String text;
    private final String name;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<List<String>> seen = new HashSet<>();
    private final Set<List<String>> tables = new HashSet<>();
    private int at;

    /**
     * A parsed value.
     *
     * @param path the names of its tables and its key
     * @param value a String, a Boolean, a Long or a List of Strings
     * @param line the line of its key, from 1
     */
    record Entry(List<String> path, Object value, int line) {}

    private Toml(String text, String name) {
        if (text.startsWith("\ufeff")) {
            this.text = text.substring(1);
        } else {
            this.text = text;
        }
        this.name = name;
    }

    /** Parses values in order; {@code name} is the file's name in errors. */
    static List<Entry> parse(String text, String name) {
        Toml toml = new Toml(text.replace("\r\n", "\n"), name);
        toml.all();
        return toml.entries;
    }

    private void all() {
        List<String> table = List.of();
        while (true) {
            blanks(true);
            if (at >= text.length()) {
                return;
            }
            int start = at;
            if (text.charAt(at) == '[') {
                table = table();
                if (!tables.add(table)) {
                    throw wrong(start, "the table [" + String.join(".", table) + "] is defined twice");
                }
            } else {
                value(table);
            }
            blanks(false);
            if (at < text.length() && text.charAt(at) != '\n') {
                throw wrong(at, "expected the end of the line");
            }
        }
    }

    private List<String> table() {
        at++;
        if (at < text.length() && text.charAt(at) == '[') {
            throw wrong(at, "arrays of tables are not supported");
        }
        List<String> path = key();
        expect(']');
        return path;
    }

    private void value(List<String> table) {
        int start = at;
        List<String> path = new ArrayList<>(table);
        path.addAll(key());
        expect('=');
        blanks(false);
        Object value = value();
        if (!seen.add(path)) {
            throw wrong(start, "'" + String.join(".", path) + "' is set twice");
        }
        entries.add(new Entry(List.copyOf(path), value, line(start)));
    }

    private List<String> key() {
        List<String> parts = new ArrayList<>();
        while (true) {
            blanks(false);
            int start = at;
            if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
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
            blanks(false);
            if (at >= text.length() || text.charAt(at) != '.') {
                return parts;
            }
            at++;
        }
    }

    private static boolean isBare(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private Object value() {
        char c = '\n';
        if (at < text.length()) {
            c = text.charAt(at);
        }
        if (c == '"' || c == '\'') {
            return string();
        }
        if (c == '[') {
            return array();
        }
        int start = at;
        while (at < text.length() && " \t\n#,]".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equals("true") || word.equals("false")) {
            return word.equals("true");
        }
        if (word.matches("[+-]?(0|[1-9](_?[0-9])*)")) {
            try {
                return Long.parseLong(word.replace("_", ""));
            } catch (NumberFormatException tooLong) {
                throw wrong(start, word + " is too large");
            }
        }
        throw wrong(start, word.isEmpty() ? "the value is missing" : "'" + word + "' needs quotes");
    }

    private List<String> array() {
        at++;
        List<String> items = new ArrayList<>();
        while (true) {
            blanks(true);
            if (at < text.length() && text.charAt(at) == ']') {
                at++;
                return List.copyOf(items);
            }
            if (at >= text.length() || (text.charAt(at) != '"' && text.charAt(at) != '\'')) {
                throw wrong(at, "an array must contain strings in quotes");
            }
            items.add(string());
            blanks(true);
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
            } else if (at >= text.length() || text.charAt(at) != ']') {
                throw wrong(at, "a comma or ] is missing");
            }
        }
    }

    private String string() {
        char quote = text.charAt(at);
        int start = at++;
        if (text.startsWith("" + quote + quote, at)) {
            throw wrong(start, "a string must end on its line");
        }
        StringBuilder out = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at++);
            if (c == quote) {
                return out.toString();
            }
            if (c == '\\' && quote == '"') {
                escape(out);
            } else {
                out.append(c);
            }
        }
        throw wrong(start, "the quotes are not closed");
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
            case 'u', 'U' -> {
                int length = 8;
                if (c == 'u') {
                    length = 4;
                }
                try {
                    out.appendCodePoint(Integer.parseInt(text.substring(at, at + length), 16));
                } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
                    throw wrong(start, "this escape is not a character");
                }
                at += length;
            }
            default -> throw wrong(start, "unknown escape");
        }
    }

    private void expect(char c) {
        blanks(false);
        if (at >= text.length() || text.charAt(at) != c) {
            throw wrong(at, "'" + c + "' is missing");
        }
        at++;
    }

    private void blanks(boolean linesToo) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                if (end < 0) {
                    at = text.length();
                } else {
                    at = end;
                }
            } else if (c == ' ' || c == '\t' || (c == '\n' && linesToo)) {
                at++;
            } else {
                return;
            }
        }
    }

    private int line(int place) {
        return 1 + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
    }

    private Failure wrong(int place, String what) {
        int column = place - text.lastIndexOf('\n', place - 1);
        return Failure.of(ExitStatus.USAGE, "the settings cannot be read: " + what)
                .at(name + ":" + line(place) + ":" + column)
                .next("correct that line, or ignore the settings with --no-config");
    }
}
