package io.metash.catalog;

import io.metash.record.U64;

/**
 * A variable part of a key.
 *
 * @param name the name, for example {@code database}; {@code t} for the tenant
 * @param shape the encoding
 * @param text the readable text: unescaped, numbers in decimal without padding
 */
public record KeyPart(String name, Shape shape, String text) {
    /** Name of the tenant part. */
    public static final String TENANT = "t";

    /** Encodings of a part (keyspace §1.1 to §1.4). */
    public enum Shape {
        /** Escaped text. */
        ESCAPED,
        /** A number, u64, in decimal. */
        NUMBER,
        /** A user as {@code 'name'@'host'}, escaped. */
        USER,
        /** One unescaped segment. */
        RAW,
        /** The rest of the key, slashes included. */
        REST,
        /** A number of 21 digits in groups of three. */
        GROUPED_NUMBER,
        /** A number of 20 digits. */
        PADDED_NUMBER
    }

    /** Whether the part is a number. */
    public boolean isNumber() {
        return shape == Shape.NUMBER || shape == Shape.GROUPED_NUMBER || shape == Shape.PADDED_NUMBER;
    }

    /**
     * The number, u64.
     *
     * @throws NumberFormatException when the part is not a number
     */
    public long number() {
        return U64.parse(text);
    }
}
