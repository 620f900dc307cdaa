package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.SeqV;
import java.util.List;

/**
 * What applying an entry did.
 *
 * @param changes the keys that changed, in order, expired ones first
 * @param reply the answer to whoever proposed the entry
 */
public record ApplyResult(List<Change> changes, Reply reply) {
    /**
     * A key changed.
     *
     * @param key the key
     * @param before its value until then, or null
     * @param after its value from now on, or null
     * @param byPrefix whether it went with all others below a prefix
     */
    public record Change(Bytes key, SeqV before, SeqV after, boolean byPrefix) {
        /** A change of this one key. */
        public Change(Bytes key, SeqV before, SeqV after) {
            this(key, before, after, false);
        }
    }

    /** The answer to an entry. */
    public sealed interface Reply {}

    /** Nothing to say: a blank entry, a change of members, nodes or features. */
    public record Done() implements Reply {}

    /**
     * The answer to an upsert; both are the same when its condition failed.
     *
     * @param before the value until then, or null
     * @param after the value from now on, or null
     */
    public record Upserted(SeqV before, SeqV after) implements Reply {}

    /**
     * The answer to a transaction (meta-service-api §3.6).
     *
     * @param success whether a branch of its own or {@code if_then} ran
     * @param path {@code operation:N}, {@code then} or {@code else}; for one of branches {@code branch:N} or {@code none}
     * @param outcomes one for each operation that ran
     */
    public record Transacted(boolean success, String path, List<Outcome> outcomes) implements Reply {}

    /** What an operation of a transaction answers. */
    public sealed interface Outcome {}

    /**
     * Read.
     *
     * @param key the key
     * @param value its value, or null
     */
    public record Got(Bytes key, SeqV value) implements Outcome {}

    /**
     * Put, or not when both values are the same.
     *
     * @param key the key, made up by a put-sequential
     * @param before the value until then, or null
     * @param after the value from now on, or null
     */
    public record Put(Bytes key, SeqV before, SeqV after) implements Outcome {}

    /**
     * Deleted, or not.
     *
     * @param key the key
     * @param success whether it was there and went
     * @param before the value until then, or null
     */
    public record Deleted(Bytes key, boolean success, SeqV before) implements Outcome {}

    /**
     * All keys below a prefix deleted.
     *
     * @param prefix the prefix
     * @param count how many
     */
    public record PrefixDeleted(Bytes prefix, long count) implements Outcome {}

    /**
     * A number increased, or not when both are the same.
     *
     * @param key the key
     * @param beforeSeq the sequence number until then, 0 for none
     * @param before the number until then, u64
     * @param afterSeq the sequence number from now on
     * @param after the number from now on, u64
     */
    public record Increased(Bytes key, long beforeSeq, long before, long afterSeq, long after) implements Outcome {}
}
