package io.metash.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a decoded value, one by one: {@code grants.entries[0].privileges[1]} and its text. Two values are compared field
 * by field this way.
 */
public final class FieldValues implements JsonSink {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private String name = "";

    /** Where in the document one is: an object, or an array with the place of its next item. */
    private static final class Level {
        private final String path;
        private final boolean array;
        private int next;

        Level(String path, boolean array) {
            this.path = path;
            this.array = array;
        }
    }

    private FieldValues() {}

    /** The fields of a value by their paths, with secrets hidden; a value that is no object has one field, of an empty path. */
    public static Map<String, String> of(StoredValue value) {
        return of(value, SecretPolicy.HIDE);
    }

    /** The fields of a value by their paths. */
    public static Map<String, String> of(StoredValue value, SecretPolicy policy) {
        FieldValues fields = new FieldValues();
        value.write(policy, fields);
        return fields.values;
    }

    private String path() {
        Level level = levels.peek();
        if (level == null) {
            return "";
        }
        if (level.array) {
            return level.path + "[" + level.next++ + "]";
        }
        if (level.path.isEmpty()) {
            return name;
        }
        return level.path + "." + name;
    }

    @Override
    public void beginObject() {
        levels.push(new Level(path(), false));
    }

    @Override
    public void endObject() {
        levels.pop();
    }

    @Override
    public void beginArray() {
        levels.push(new Level(path(), true));
    }

    @Override
    public void endArray() {
        levels.pop();
    }

    @Override
    public void name(String field) {
        name = field;
    }

    @Override
    public void text(String text) {
        values.put(path(), text);
    }

    @Override
    public void number(String digits) {
        values.put(path(), digits);
    }

    @Override
    public void bool(boolean value) {
        values.put(path(), String.valueOf(value));
    }

    @Override
    public void nothing() {
        values.put(path(), "null");
    }

    @Override
    public void hidden(String mark) {
        values.put(path(), mark);
    }
}
