package io.metash.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a part of a record. Shapes drive every codec: JSON text and msgpack support structs, options and
 * enums, and know nothing of log ids or transactions. {@link Shapes} holds the shapes of all records. In memory a
 * number is a {@link Long} (unsigned if the shape is), a text a {@link String}, a key or byte string a {@link Bytes},
 * a list a {@link List}, a map by node id a {@link java.util.NavigableMap}, an empty option null.
 */
public sealed interface Shape {
    /** The value of an absent field, where absent and null differ. */
    Object ABSENT = new Object() {
        @Override
        public String toString() {
            return "ABSENT";
        }
    };

    /** Shapes without structure. */
    enum Plain implements Shape {
        /** 0 to 2^64-1. */
        U64,
        /** 0 to 65535. */
        U16,
        /** -2^63 to 2^63-1. */
        I64,
        /** -2^31 to 2^31-1. */
        I32,
        /** True or false. */
        BOOL,
        /** A short text; a {@link String} in memory. */
        TEXT,
        /** A text kept as UTF-8; {@link Bytes} in memory. */
        KEY,
        /** A list of numbers 0 to 255; {@link Bytes} in memory. */
        BYTES
    }

    /**
     * A value or nothing.
     *
     * @param of the shape of the value
     */
    record Option(Shape of) implements Shape {}

    /**
     * A list.
     *
     * @param of the shape of the elements
     */
    record ListOf(Shape of) implements Shape {}

    /**
     * A map from node id, in unsigned order: string keys in JSON, integer keys in msgpack.
     *
     * @param of the shape of the values
     */
    record ById(Shape of) implements Shape {}

    /** Whether a field may be missing or omitted. */
    enum Presence {
        /** Always written; required when read, unless the shape is an option. */
        ALWAYS,
        /** Omitted when null or an empty list. */
        WHEN_SET,
        /** Always written by current releases, missing in older data. */
        SINCE_LATER
    }

    /**
     * A field of a struct.
     *
     * @param name its name
     * @param kind its shape; a supplier, since shapes may be recursive
     * @param presence whether it may be missing
     * @param normal the default of a missing {@link Presence#SINCE_LATER} field in the current form; may be null
     * @param get the getter; returns {@link Shape#ABSENT} for an absent field, null for an empty option; null if
     *     the struct has one getter for all fields
     * @param <T> the struct
     */
    record Field<T>(
            String name,
            Supplier<Shape> kind,
            Presence presence,
            @Nullable Object normal,
            @Nullable Function<T, @Nullable Object> get) {}

    /** Reads a field of a struct by index; {@link Struct#UNKNOWN} reads the unknown fields. */
    @FunctionalInterface
    interface Getter<T> {
        /** The field; null for an empty option. */
        @Nullable
        Object get(T object, int field);
    }

    /** An object with named fields, written in the order of declaration. */
    final class Struct<T> implements Shape {
        /** The index of the unknown fields. */
        public static final int UNKNOWN = -1;

        private final Class<T> type;
        private final List<Field<T>> fields;
        private final Map<String, Integer> index = new HashMap<>();
        private final Function<StructFields, T> build;
        private final Getter<T> getter;
        private final byte[][] written;

        /**
         * Declares a struct.
         *
         * @param type the class in memory
         * @param fields its fields in order
         * @param extra reads the unknown fields
         * @param build creates the object from the fields in order and the unknown fields
         */
        public Struct(
                Class<T> type,
                List<Field<T>> fields,
                Function<T, UnknownFields> extra,
                Function<StructFields, T> build) {
            this(type, fields, build, getter(fields, extra));
        }

        private static <T> Getter<T> getter(List<Field<T>> fields, Function<T, UnknownFields> extra) {
            List<Function<T, @Nullable Object>> getters = new ArrayList<>();
            for (Field<T> field : fields) {
                getters.add(Objects.requireNonNull(field.get(), () -> "no getter of the field " + field.name()));
            }
            return (object, i) -> {
                if (i < 0) {
                    return extra.apply(object);
                }
                return getters.get(i).apply(object);
            };
        }

        /**
         * Declares a struct with one getter for all fields: less code to load at start-up.
         *
         * @param type the class in memory
         * @param fields its fields in order, without getters
         * @param build creates the object from the fields in order and the unknown fields
         * @param getter reads a field, or the unknown fields
         */
        public Struct(Class<T> type, List<Field<T>> fields, Function<StructFields, T> build, Getter<T> getter) {
            this.type = type;
            this.fields = fields;
            this.build = build;
            this.getter = getter;
            this.written = new byte[fields.size()][];
            for (int i = 0; i < fields.size(); i++) {
                index.put(fields.get(i).name(), i);
                written[i] = ("\"" + fields.get(i).name() + "\":").getBytes(StandardCharsets.UTF_8);
            }
        }

        /** The JSON name of a field with quotes and colon; must not be modified. */
        public byte[] written(int field) {
            return written[field];
        }

        /** The class in memory. */
        public Class<T> type() {
            return type;
        }

        /** The fields in order. */
        public List<Field<T>> fields() {
            return fields;
        }

        /** The index of a field, or -1. */
        public int indexOf(String name) {
            return index.getOrDefault(name, -1);
        }

        /** Creates the object from all its fields. */
        T build(StructFields values) {
            return build.apply(values);
        }

        /** The unknown fields of an object. */
        public UnknownFields extra(Object object) {
            return (UnknownFields)
                    Objects.requireNonNull(getter.get(type.cast(object), UNKNOWN), "unknown fields are never null");
        }

        /** The value of a field of an object; null for an empty option. */
        public @Nullable Object get(int field, Object object) {
            return getter.get(type.cast(object), field);
        }

        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }

    /**
     * A variant of an enum.
     *
     * @param name its name
     * @param type the class in memory
     * @param content the shape of its content, or null when it has none
     * @param wrap creates the variant from its content, null when it has none
     * @param unwrap returns its content, null when it has none
     */
    record Variant(
            String name,
            Class<?> type,
            @Nullable Supplier<Shape> content,
            Function<@Nullable Object, @Nullable Object> wrap,
            Function<Object, @Nullable Object> unwrap) {}

    /** One of several variants: a string for a variant without content, else an object with one entry. */
    final class OneOf implements Shape {
        private final String name;
        private final Map<String, Variant> byName = new HashMap<>();
        private final Map<Object, Variant> byType = new HashMap<>();
        private final Map<Object, Variant> older = new HashMap<>();
        private final List<Variant> variants;

        /** Declares an enum; a later variant of the same class is an older name, written on request only. */
        public OneOf(String name, List<Variant> variants) {
            this.name = name;
            this.variants = variants;
            for (Variant variant : variants) {
                byName.put(variant.name(), variant);
                if (byType.putIfAbsent(variant.type(), variant) != null) {
                    older.put(variant.type(), variant);
                }
            }
        }

        /** The variant with that name, or null. */
        public @Nullable Variant named(String variant) {
            return byName.get(variant);
        }

        /** The variant of an object. */
        public Variant of(Object object) {
            Variant variant = byType.get(object.getClass());
            if (variant == null) {
                throw new IllegalArgumentException(name + " has no variant for " + object.getClass());
            }
            return variant;
        }

        /**
         * The variant under the name of the release that wrote it: the older name if the object lacks a newer field.
         */
        public Variant asWritten(Object object) {
            Variant variant = older.get(object.getClass());
            if (variant != null
                    && variant.content() != null
                    && variant.content().get() instanceof Struct<?> struct) {
                Object content = variant.unwrap().apply(object);
                for (int i = 0; i < struct.fields().size(); i++) {
                    if (struct.get(i, Objects.requireNonNull(content)) == ABSENT) {
                        return variant;
                    }
                }
            }
            return of(object);
        }

        /** All variants, for messages. */
        public List<Variant> variants() {
            return variants;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A fixed set of names; in memory the object that each name denotes. */
    final class Names implements Shape {
        private final Map<String, Object> byName = new HashMap<>();
        private final Function<Object, String> nameOf;

        /** Declares the names. */
        public Names(List<?> values, Function<Object, String> nameOf) {
            this.nameOf = nameOf;
            values.forEach(value -> byName.put(nameOf.apply(value), value));
        }

        /** The value of a name, or null. */
        public @Nullable Object named(String name) {
            return byName.get(name);
        }

        /** The name of a value. */
        public String nameOf(Object value) {
            return nameOf.apply(value);
        }

        /** All names, for messages. */
        public Set<String> names() {
            return byName.keySet();
        }
    }
}
