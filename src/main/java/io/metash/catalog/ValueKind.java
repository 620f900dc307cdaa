package io.metash.catalog;

/**
 * The kind of a key's value.
 *
 * @param encoding the encoding
 * @param of the message or JSON structure, or the form of the key that an id refers to, with {@code {}} for the
 *     id; empty for others
 */
public record ValueKind(Encoding encoding, String of) {
    /** The kind of values of unknown keys. */
    public static final ValueKind UNKNOWN = new ValueKind(Encoding.UNKNOWN, "");

    /** Encodings of values (keyspace §2). */
    public enum Encoding {
        /** A protobuf message, possibly compressed. */
        PB,
        /** JSON. */
        JSON,
        /** The id of an object, u64 in decimal. */
        ID,
        /** A number, u64 in decimal. */
        NUMBER,
        /** A time in milliseconds since the epoch, in decimal. */
        MS,
        /** Plain text. */
        TEXT,
        /** No bytes; only the sequence number matters. */
        EMPTY,
        /** A semaphore permit. */
        PERMIT,
        /** Keys of this form have no value. */
        NONE,
        /** Unknown encoding. */
        UNKNOWN
    }
}
