package io.metash.record;

import io.metash.record.Shape.Field;
import io.metash.record.Shape.OneOf;
import io.metash.record.Shape.Presence;
import io.metash.record.Shape.Struct;
import io.metash.record.Shape.Variant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Factory methods for declaring shapes. */
final class ShapeForms {
    private ShapeForms() {}

    @SafeVarargs
    @SuppressWarnings("varargs")
    static <T> Struct<T> struct(
            Class<T> type, Function<StructFields, T> build, Shape.Getter<T> getter, Field<T>... fields) {
        return new Struct<>(type, List.of(fields), build, getter);
    }

    static <T> Field<T> field(String name, Shape kind) {
        return new Field<>(name, () -> kind, Presence.ALWAYS, null, null);
    }

    static <T> Field<T> lazy(String name, Supplier<Shape> kind) {
        return new Field<>(name, kind, Presence.ALWAYS, null, null);
    }

    static <T> Field<T> whenSet(String name, Shape kind) {
        return new Field<>(name, () -> kind, Presence.WHEN_SET, null, null);
    }

    static <T> Field<T> sinceLater(String name, Shape kind, @Nullable Object normal) {
        return new Field<>(name, () -> kind, Presence.SINCE_LATER, normal, null);
    }

    static OneOf oneOf(String name, Variant... variants) {
        return new OneOf(name, List.of(variants));
    }

    static Variant unit(String name, Object value) {
        return new Variant(name, value.getClass(), null, ignored -> value, ignored -> null);
    }

    static Variant variant(String name, Struct<?> struct) {
        return new Variant(name, struct.type(), () -> struct, v -> v, v -> v);
    }

    static Variant later(String name, Class<?> type, Supplier<Shape> struct) {
        return new Variant(name, type, struct, v -> v, v -> v);
    }

    static <T> Variant variant(
            String name, Class<T> type, Shape content, Function<Object, T> wrap, Function<T, Object> unwrap) {
        return new Variant(
                name, type, () -> content, v -> wrap.apply(Objects.requireNonNull(v)), v -> unwrap.apply(type.cast(v)));
    }

    static Object orAbsent(@Nullable Boolean value) {
        if (value == null) {
            return Shape.ABSENT;
        }
        return value;
    }

    static @Nullable Object maybe(OptionalU64 value) {
        if (value.present()) {
            return value.value();
        }
        return Shape.ABSENT;
    }

    /** Casts a value; codecs build values of the declared types, null only for an empty option: the cast is safe. */
    @SuppressWarnings({"unchecked", "NullAway"})
    static <T extends @Nullable Object> T cast(@Nullable Object value) {
        return (T) value;
    }
}
