package io.metash.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The type of a stored message: its name and fields. */
public final class MessageType {
    private static final int DIRECT = 128;

    private final String name;
    private final List<FieldType> fields;
    private final FieldType[] direct = new FieldType[DIRECT];
    private final Map<String, FieldType> byName = new HashMap<>();

    MessageType(String name, List<FieldType> fields) {
        this.name = name;
        this.fields = List.copyOf(fields);
        for (FieldType field : fields) {
            byName.put(field.name(), field);
            if (field.number() < DIRECT) {
                direct[field.number()] = field;
            }
        }
    }

    /** Returns the type of this name in Databend's package, for example {@code TableMeta}; empty when there is none. */
    public static Optional<MessageType> named(String name) {
        return StoredTypes.find(name);
    }

    /** Names of all types; nested types contain a dot. */
    public static List<String> names() {
        return StoredTypes.names();
    }

    /** The type's name; nested types contain a dot. */
    public String name() {
        return name;
    }

    List<FieldType> fields() {
        return fields;
    }

    /** Returns the field of a number, or null when unknown. */
    @Nullable
    FieldType field(int number) {
        if (number > 0 && number < DIRECT) {
            return direct[number];
        }
        return null;
    }

    /** Whether the type has a field of this name. */
    public boolean has(String field) {
        return byName.containsKey(field);
    }

    /** Returns the field of this name. */
    FieldType field(String field) {
        FieldType found = byName.get(field);
        if (found == null) {
            throw new IllegalArgumentException(name + " has no field " + field);
        }
        return found;
    }

    @Override
    public String toString() {
        return name;
    }
}
