package io.metash.catalog;

import java.util.Map;

/**
 * A field of a stored message as the {@code .proto} files declare it.
 *
 * @param number the field number
 * @param name the field name
 * @param wire the encoding of its values
 * @param cardinality single, repeated or a map
 * @param oneof the oneof that contains it, or empty
 * @param form its display form
 * @param typeName the message type of a message field or of map entries; empty for others
 * @param enumNames the enum names by number
 */
record FieldType(
        int number,
        String name,
        Wire wire,
        Cardinality cardinality,
        String oneof,
        FieldForm form,
        String typeName,
        Map<Integer, String> enumNames) {

    /** Encodings of values. */
    enum Wire {
        UNSIGNED,
        SIGNED,
        ZIGZAG,
        BOOL,
        ENUM,
        FIXED32,
        FIXED64,
        FLOAT,
        TEXT,
        BYTES,
        MESSAGE;

        boolean isVarint() {
            return ordinal() <= ENUM.ordinal();
        }

        boolean isFourBytes() {
            return this == FIXED32 || this == FLOAT;
        }
    }

    /** Cardinalities of a field. */
    enum Cardinality {
        ONE,
        LIST,
        MAP
    }

    MessageType message() {
        return StoredTypes.of(typeName);
    }

    boolean isMap() {
        return cardinality == Cardinality.MAP;
    }

    boolean isList() {
        return cardinality == Cardinality.LIST;
    }
}
