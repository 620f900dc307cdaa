package io.metash.catalog;

/**
 * What the value of a key is.
 *
 * @param encoding how it is written
 * @param of the message or the JSON structure, or the form of the key that an id leads to, with {@code {}} in place of the id;
 *     empty for others
 */
public record ValueKind(Encoding encoding, String of) {
    /** A value of an unknown key. */
    public static final ValueKind UNKNOWN = new ValueKind(Encoding.UNKNOWN, "");

    /** How values are written (keyspace §2). */
    public enum Encoding {
        /** A protobuf message, maybe compressed. */
        PB,
        /** JSON. */
        JSON,
        /** The id of an object, u64 in decimal. */
        ID,
        /** A number, u64 in decimal. */
        NUMBER,
        /** A time: milliseconds since 1970 in decimal. */
        MS,
        /** Plain text. */
        TEXT,
        /** No bytes; the sequence number alone matters. */
        EMPTY,
        /** A permit of a semaphore. */
        PERMIT,
        /** Nothing is written under such a key. */
        NONE,
        /** Not known. */
        UNKNOWN
    }
}
