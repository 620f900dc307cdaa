package io.metash.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields that this release does not know, in input order. They are written back at the end of their object, in text
 * and in msgpack (decisions 6). A value is null, a {@link Boolean}, a {@link java.math.BigInteger}, a {@link String},
 * a {@link List} of values, or an {@code UnknownFields} for an object.
 *
 * @param fields name and value of each field
 */
public record UnknownFields(List<Field> fields) {
    /** No unknown fields, as in every record written by a known release. */
    public static final UnknownFields NONE = new UnknownFields(List.of());

    /**
     * One unknown field.
     *
     * @param name its name
     * @param value the value, see {@link UnknownFields}
     */
    public record Field(String name, @Nullable Object value) {}

    /** Same as the generated method, which is linked at run time: 20 ms in each start that compares two. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UnknownFields that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** Whether there is no unknown field. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }
}
