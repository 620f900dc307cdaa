package io.metash.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a struct that is being read, by their index in {@link Shape.Struct#fields}. */
public final class StructFields {
    private final @Nullable Object[] values;
    private long seen;
    private @Nullable List<UnknownFields.Field> unknown;
    private @Nullable Set<String> unknownNames;

    /** Creates values for a number of fields, all missing. */
    public StructFields(int count) {
        values = new Object[count];
    }

    /** Whether a field was added. */
    public boolean has(int field) {
        return (seen & 1L << field) != 0;
    }

    /** Adds a field; null for an empty option. */
    public void add(int field, @Nullable Object value) {
        seen |= 1L << field;
        values[field] = value;
    }

    /** Announces an unknown field; returns false if one of this name came before. */
    boolean announce(String name) {
        if (unknownNames == null) {
            unknownNames = new HashSet<>();
        }
        return unknownNames.add(name);
    }

    /** Adds an unknown field. */
    void addUnknown(String name, @Nullable Object value) {
        if (unknown == null) {
            unknown = new ArrayList<>();
        }
        unknown.add(new UnknownFields.Field(name, value));
    }

    /** Returns a field in the type that its shape has in memory; null for an empty option. */
    public <T extends @Nullable Object> T get(int field) {
        return ShapeForms.cast(values[field]);
    }

    /** Returns a field, or null if it is absent. */
    <T> @Nullable T orNull(int field) {
        if (values[field] == Shape.ABSENT) {
            return null;
        }
        return get(field);
    }

    /** Returns a number that may be null or absent. */
    OptionalU64 optionalU64(int field) {
        Object value = values[field];
        if (value == Shape.ABSENT) {
            return OptionalU64.ABSENT;
        }
        if (value == null) {
            return OptionalU64.NONE;
        }
        return OptionalU64.of((Long) value);
    }

    /** Returns the unknown fields. */
    public UnknownFields unknown() {
        if (unknown == null) {
            return UnknownFields.NONE;
        }
        return new UnknownFields(unknown);
    }
}
