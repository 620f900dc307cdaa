package io.metash.config;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.toml.TomlScanner;
import io.metash.toml.TomlSyntaxException;
import io.metash.toml.TomlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses the subset of TOML that settings files need: tables; bare, quoted and dotted keys; single-line strings;
 * integers; booleans; arrays of strings; comments. Rejects other syntax with its line and column.
 */
final class Toml implements TomlScanner.Sink {
    private final String text;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<List<String>> seen = new HashSet<>();
    private final Set<List<String>> tables = new HashSet<>();
    private List<String> table = List.of();

    /**
     * A parsed value.
     *
     * @param path the names of its tables and its key
     * @param value a String, a Boolean, a Long or a List of Strings
     * @param line the line of its key, from 1
     */
    record Entry(List<String> path, Object value, int line) {}

    private Toml(String text) {
        this.text = text;
    }

    /** Parses values in order; {@code name} is the file's name in errors. */
    static List<Entry> parse(String file, String name) {
        String text = file;
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        Toml toml = new Toml(text);
        try {
            TomlScanner.scan(text, toml);
        } catch (TomlSyntaxException invalid) {
            int at = invalid.at();
            throw Failure.of(ExitStatus.USAGE, "the settings cannot be read: " + invalid.what())
                    .at(name + ":" + TomlScanner.line(text, at) + ":" + TomlScanner.column(text, at))
                    .next("correct that line, or ignore the settings with --no-config");
        }
        return toml.entries;
    }

    @Override
    public void table(List<String> path, boolean ofArray, int start, int end) {
        if (ofArray) {
            throw new TomlSyntaxException(start + 1, "arrays of tables are not supported");
        }
        if (!tables.add(path)) {
            throw new TomlSyntaxException(start, "the table [" + String.join(".", path) + "] is defined twice");
        }
        table = path;
    }

    @Override
    public void value(List<String> key, TomlValue value, int start, int end) {
        List<String> path = new ArrayList<>(table);
        path.addAll(key);
        Object read = read(value);
        if (!seen.add(path)) {
            throw new TomlSyntaxException(start, "'" + String.join(".", path) + "' is set twice");
        }
        entries.add(new Entry(List.copyOf(path), read, TomlScanner.line(text, start)));
    }

    private static Object read(TomlValue value) {
        return switch (value.kind()) {
            case STRING -> value.text();
            case LONG_STRING -> throw longString(value);
            case BARE -> bare(value);
            case ARRAY -> strings(value);
            case INLINE_TABLE -> throw new TomlSyntaxException(value.from(), "inline tables are not supported");
        };
    }

    private static TomlSyntaxException longString(TomlValue value) {
        return new TomlSyntaxException(value.from(), "a string must end on its line");
    }

    private static Object bare(TomlValue value) {
        String word = value.text();
        if (word.equals("true") || word.equals("false")) {
            return word.equals("true");
        }
        if (!word.matches("[+-]?(0|[1-9](_?[0-9])*)")) {
            throw new TomlSyntaxException(value.from(), "'" + word + "' needs quotes");
        }
        try {
            return Long.parseLong(word.replace("_", ""));
        } catch (NumberFormatException tooLong) {
            throw new TomlSyntaxException(value.from(), word + " is too large");
        }
    }

    private static List<String> strings(TomlValue array) {
        List<String> items = new ArrayList<>();
        for (TomlValue item : array.items()) {
            switch (item.kind()) {
                case STRING -> items.add(item.text());
                case LONG_STRING -> throw longString(item);
                default -> throw new TomlSyntaxException(item.from(), "an array must contain strings in quotes");
            }
        }
        return List.copyOf(items);
    }
}
