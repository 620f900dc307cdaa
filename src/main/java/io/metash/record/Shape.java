package io.metash.record;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The shape of a part of a record, from which every codec works: JSON text and msgpack know how a struct, an option or an
 * enum is written, and nothing of a log id or a transaction. {@link Shapes} holds the shapes of all records. In memory a
 * number is a {@link Long} (unsigned where the kind is), a text a {@link String}, a key or byte string a {@link Bytes}, a
 * list a {@link List}, a map by node id a {@link java.util.NavigableMap}, an empty option null.
 */
public sealed interface Shape {
    /** Stands for a field that is not there, where that differs from an empty one. */
    Object ABSENT = new Object() {
        @Override
        public String toString() {
            return "ABSENT";
        }
    };

    /** The kinds without structure. */
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
        /** A short text, in memory a {@link String}. */
        TEXT,
        /** A text that is kept as UTF-8, in memory {@link Bytes}. */
        KEY,
        /** A list of numbers 0 to 255, in memory {@link Bytes}. */
        BYTES
    }

    /**
     * A value or nothing.
     *
     * @param of the kind of the value
     */
    record Option(Shape of) implements Shape {}

    /**
     * A list.
     *
     * @param of the kind of its elements
     */
    record ListOf(Shape of) implements Shape {}

    /**
     * A map from node id, in unsigned order: text keys in JSON, number keys in msgpack.
     *
     * @param of the kind of its values
     */
    record ById(Shape of) implements Shape {}

    /** What a field's being empty or missing means. */
    enum Presence {
        /** Always written; missing is an error, unless the kind is an option. */
        ALWAYS,
        /** Left out when it is null or an empty list. */
        WHEN_SET,
        /** Always written by today's programs, missing in older data. */
        SINCE_LATER
    }

    /**
     * A field of a struct.
     *
     * @param name its name
     * @param kind a supplier, since shapes may be recursive
     * @param presence what missing means
     * @param normal what stands for a missing field of {@link Presence#SINCE_LATER} in the newest form
     * @param get reads it from the struct; {@link Shape#ABSENT} when it is not there
     * @param <T> the struct
     */
    record Field<T>(String name, Supplier<Shape> kind, Presence presence, Object normal, Function<T, Object> get) {}

    /** Reads a field of a struct by its place, from 0; the unknown fields at {@link Struct#UNKNOWN}. */
    @FunctionalInterface
    interface Getter<T> {
        /** The field. */
        Object get(T object, int field);
    }

    /** An object with named fields, written in the order of declaration. */
    final class Struct<T> implements Shape {
        /** The place of the unknown fields. */
        public static final int UNKNOWN = -1;

        private final Class<T> type;
        private final List<Field<T>> fields;
        private final Map<String, Integer> index = new HashMap<>();
        private final Function<Object[], T> build;
        private final Getter<T> getter;
        private final byte[][] written;

        /**
         * Declares a struct.
         *
         * @param type the class in memory
         * @param fields its fields in order
         * @param extra reads the unknown fields
         * @param build makes the object from the fields in order, then the unknown ones
         */
        public Struct(
                Class<T> type, List<Field<T>> fields, Function<T, UnknownFields> extra, Function<Object[], T> build) {
            this(
                    type,
                    fields,
                    build,
                    (object, i) ->
                            i < 0 ? extra.apply(object) : fields.get(i).get().apply(object));
        }

        /**
         * Declares a struct whose fields are read in one place: of many structs that is less code to get ready at a start.
         *
         * @param type the class in memory
         * @param fields its fields in order, without readers of their own
         * @param build makes the object from the fields in order, then the unknown ones
         * @param getter reads a field, or the unknown ones
         */
        public Struct(Class<T> type, List<Field<T>> fields, Function<Object[], T> build, Getter<T> getter) {
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

        /** The name of a field as JSON text has it, with quotes and colon; not to be changed. */
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

        /** The place of the field of that name, or -1. */
        public int indexOf(String name) {
            return index.getOrDefault(name, -1);
        }

        /** Makes the object; {@code values} has one element for each field, then the {@link UnknownFields}. */
        public T build(Object[] values) {
            return build.apply(values);
        }

        /** The unknown fields of an object. */
        public UnknownFields extra(Object object) {
            return (UnknownFields) getter.get(type.cast(object), UNKNOWN);
        }

        /** The value of a field of an object. */
        public Object get(int field, Object object) {
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
     * @param content the kind of what it carries, or null when it carries nothing
     * @param wrap makes the variant from what it carries
     * @param unwrap reads what it carries
     */
    record Variant(
            String name,
            Class<?> type,
            Supplier<Shape> content,
            Function<Object, Object> wrap,
            Function<Object, Object> unwrap) {}

    /** One of several variants: a text for one that carries nothing, else an object of one entry. */
    final class OneOf implements Shape {
        private final String name;
        private final Map<String, Variant> byName = new HashMap<>();
        private final Map<Object, Variant> byType = new HashMap<>();
        private final Map<Object, Variant> older = new HashMap<>();
        private final List<Variant> variants;

        /** Declares an enum; a later variant of the same class is an older name, written on request alone. */
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

        /** The variant of that name, or null. */
        public Variant named(String variant) {
            return byName.get(variant);
        }

        /** The variant that an object is. */
        public Variant of(Object object) {
            return byType.get(object.getClass());
        }

        /** The variant under the name that its release wrote: the older one if the object lacks a later field. */
        public Variant asWritten(Object object) {
            Variant variant = older.get(object.getClass());
            if (variant != null && variant.content().get() instanceof Struct<?> struct) {
                Object content = variant.unwrap().apply(object);
                for (int i = 0; i < struct.fields().size(); i++) {
                    if (struct.get(i, content) == ABSENT) {
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

    /** One of some names, in memory the object that stands for the name. */
    final class Names implements Shape {
        private final Map<String, Object> byName = new HashMap<>();
        private final Function<Object, String> nameOf;

        /** Declares the names. */
        public Names(List<?> values, Function<Object, String> nameOf) {
            this.nameOf = nameOf;
            values.forEach(value -> byName.put(nameOf.apply(value), value));
        }

        /** The value of a name, or null. */
        public Object named(String name) {
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
