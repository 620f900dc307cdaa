package io.metash.catalog;

import org.jspecify.annotations.Nullable;

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
    /** Same as the generated method, which is linked at run time: 20 ms in each start that compares two. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValueKind that && encoding == that.encoding && of.equals(that.of);
    }

    @Override
    public int hashCode() {
        return 31 * encoding.hashCode() + of.hashCode();
    }
}
