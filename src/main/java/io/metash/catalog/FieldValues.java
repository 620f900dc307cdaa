package io.metash.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Flattens a decoded value into fields: {@code grants.entries[0].privileges[1]} and its text. Used to compare two
 * values field by field.
 */
public final class FieldValues implements JsonSink {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private String name = "";

    /** Current position in the document: an object, or an array with its next index. */
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

    /**
     * Returns the fields of a value by path, with secrets masked; a value that is not an object has one field with an
     * empty path.
     */
    public static Map<String, String> of(StoredValue value) {
        return of(value, SecretPolicy.HIDE);
    }

    /** Returns the fields of a value by path. */
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
