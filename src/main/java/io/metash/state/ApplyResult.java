package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.SeqV;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The effect of applying an entry.
 *
 * @param changes the changed keys in order, expired ones first
 * @param reply the answer to the client that proposed the entry
 */
public record ApplyResult(List<Change> changes, Reply reply) {
    /**
     * A change of a key.
     *
     * @param key the key
     * @param before the previous value, or null
     * @param after the new value, or null
     * @param byPrefix whether the key was deleted by prefix
     */
    public record Change(Bytes key, @Nullable SeqV before, @Nullable SeqV after, boolean byPrefix) {
        /** A change of a single key. */
        public Change(Bytes key, @Nullable SeqV before, @Nullable SeqV after) {
            this(key, before, after, false);
        }
    }

    /** The reply to an entry. */
    public sealed interface Reply {}

    /** An empty reply: to a blank entry, a change of members, nodes or features. */
    public record Done() implements Reply {}

    /**
     * The reply to an upsert; both values are equal when its condition failed.
     *
     * @param before the previous value, or null
     * @param after the new value, or null
     */
    public record Upserted(@Nullable SeqV before, @Nullable SeqV after) implements Reply {}

    /**
     * The reply to a transaction (meta-service-api §3.6).
     *
     * @param success whether a conditional operation or {@code if_then} ran
     * @param path {@code operation:N}, {@code then} or {@code else}; for a transaction of branches {@code branch:N} or
     * {@code none}
     * @param outcomes one per executed operation
     */
    public record Transacted(boolean success, String path, List<Outcome> outcomes) implements Reply {}

    /** The outcome of an operation of a transaction. */
    public sealed interface Outcome {}

    /**
     * Result of a read.
     *
     * @param key the key
     * @param value its value, or null
     */
    public record Got(Bytes key, @Nullable SeqV value) implements Outcome {}

    /**
     * Result of a put, which had no effect when both values are equal.
     *
     * @param key the key, also when a sequential put generated it
     * @param before the previous value, or null
     * @param after the new value, or null
     */
    public record Put(Bytes key, @Nullable SeqV before, @Nullable SeqV after) implements Outcome {}

    /**
     * Result of a delete.
     *
     * @param key the key
     * @param success whether the key existed and was deleted
     * @param before the previous value, or null
     */
    public record Deleted(Bytes key, boolean success, @Nullable SeqV before) implements Outcome {}

    /**
     * Result of a delete by prefix.
     *
     * @param prefix the prefix
     * @param count the number of deleted keys
     */
    public record PrefixDeleted(Bytes prefix, long count) implements Outcome {}

    /**
     * Result of an increase, which had no effect when both sequence numbers are equal.
     *
     * @param key the key
     * @param beforeSeq the previous sequence number, 0 for none
     * @param before the previous number, u64
     * @param afterSeq the new sequence number
     * @param after the new number, u64
     */
    public record Increased(Bytes key, long beforeSeq, long before, long afterSeq, long after) implements Outcome {}
}
