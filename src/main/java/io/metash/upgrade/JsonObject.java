package io.metash.upgrade;

import io.metash.ndjson.BadText;
import io.metash.ndjson.JsonOut;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that preserves the order of its fields. A value is another object, a list of values, or a
 * {@link Text}: a scalar, or an array without objects, exactly as written. Keeps both of duplicate fields and finds
 * the first.
 */
final class JsonObject {
    private final List<String> names = new ArrayList<>(8);
    private final List<Object> values = new ArrayList<>(8);

    /**
     * A value as written.
     *
     * @param bytes its JSON text
     */
    record Text(byte[] bytes) {
        /** The JSON null. */
        static final Text NULL = of("null");

        static Text of(String json) {
            return new Text(json.getBytes(StandardCharsets.UTF_8));
        }

        boolean is(String json) {
            return Arrays.equals(bytes, json.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Creates an object with one field. */
    static JsonObject of(String name, @Nullable Object value) {
        return new JsonObject().put(name, value);
    }

    int size() {
        return names.size();
    }

    String name(int field) {
        return names.get(field);
    }

    /** Returns the value of a field, or null. */
    @Nullable
    Object get(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            return null;
        }
        return values.get(at);
    }

    /**
     * Returns the value of a field.
     *
     * @throws BadText when it is missing
     */
    Object required(String name) {
        Object value = get(name);
        if (value == null) {
            throw new BadText(0, "the field '" + name + "' is missing");
        }
        return value;
    }

    /** Returns the value of a field if it is an object, else null. */
    @Nullable
    JsonObject object(String name) {
        if (get(name) instanceof JsonObject object) {
            return object;
        }
        return null;
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Whether a field is missing or null. */
    boolean isEmpty(String name) {
        Object value = get(name);
        return value == null || value instanceof Text text && text.is("null");
    }

    /** Sets a field: replaces its value, or adds it at the end. */
    JsonObject put(String name, @Nullable Object value) {
        int at = names.indexOf(name);
        if (at < 0) {
            names.add(name);
            values.add(value);
        } else {
            values.set(at, value);
        }
        return this;
    }

    /** Adds a field at the end, even if it exists. */
    void append(String name, Object value) {
        names.add(name);
        values.add(value);
    }

    /** Adds a field before all others. */
    void putFirst(String name, Object value) {
        names.add(0, name);
        values.add(0, value);
    }

    /** Adds a field after another one unless it exists. */
    void addAfter(String before, String name, Object value) {
        if (names.contains(name)) {
            return;
        }
        int at = names.indexOf(before) + 1;
        names.add(at, name);
        values.add(at, value);
    }

    /** Removes a field; returns whether it existed. */
    boolean remove(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            return false;
        }
        names.remove(at);
        values.remove(at);
        return true;
    }

    /** Replaces the value of an existing field. */
    void map(String name, UnaryOperator<Object> change) {
        int at = names.indexOf(name);
        if (at >= 0) {
            values.set(at, change.apply(values.get(at)));
        }
    }

    /** Writes a value as compact JSON. */
    static void write(Object value, JsonOut out) {
        if (value instanceof Text text) {
            out.raw(text.bytes());
        } else if (value instanceof List<?> list) {
            out.put('[');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    out.put(',');
                }
                write(list.get(i), out);
            }
            out.put(']');
        } else {
            ((JsonObject) value).write(out);
        }
    }

    private void write(JsonOut out) {
        out.put('{');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            out.put('"')
                    .raw(names.get(i).getBytes(StandardCharsets.UTF_8))
                    .put('"')
                    .put(':');
            write(values.get(i), out);
        }
        out.put('}');
    }

    @Override
    public String toString() {
        JsonOut out = new JsonOut(128);
        write(out);
        return out.toString();
    }
}
