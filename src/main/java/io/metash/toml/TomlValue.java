package io.metash.toml;

import java.util.List;

/**
 * A value in a TOML text.
 *
 * @param kind its kind
 * @param text the content of a string; a bare value or an inline table as written; empty for an array
 * @param items the values of an array
 * @param from its position
 * @param to the position after it
 */
public record TomlValue(Kind kind, String text, List<TomlValue> items, int from, int to) {
    /** The kinds of values. */
    public enum Kind {
        /** In quotes, on one line. */
        STRING,
        /** In triple quotes. */
        LONG_STRING,
        /** A number, a boolean, a date or a time. */
        BARE,
        /** In brackets. */
        ARRAY,
        /** In braces. */
        INLINE_TABLE
    }

    static TomlValue text(Kind kind, String text, int from, int to) {
        return new TomlValue(kind, text, List.of(), from, to);
    }

    /** Whether it is a string of either kind. */
    public boolean isString() {
        return kind == Kind.STRING || kind == Kind.LONG_STRING;
    }
}
