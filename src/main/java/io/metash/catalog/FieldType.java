package io.metash.catalog;

import java.util.Map;

/**
 * A field of a stored message as our {@code .proto} files declare it.
 *
 * @param number its number
 * @param name its name
 * @param wire how its values are written
 * @param cardinality whether there may be several, or a map
 * @param oneof the name of the oneof that it is a member of; empty for none
 * @param form how it is printed and whether it is hidden
 * @param typeName the message of a message field or of the entries of a map; empty for others
 * @param enumNames names of numbers of an enum field
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

    /** How values are written. */
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

    /** How many values a field may have. */
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
