package io.metash.record;

import java.util.List;

/** A command of the state machine (record-stream §8.1). */
public sealed interface Cmd {
    /**
     * Registers a node's addresses.
     *
     * @param nodeId the node, u64
     * @param node its addresses
     * @param overriding whether an earlier registration is replaced; null where an old program did not write it (false)
     * @param extra unknown fields
     */
    record AddNode(long nodeId, Node node, Boolean overriding, UnknownFields extra) implements Cmd {
        /** A command without unknown fields. */
        public AddNode(long nodeId, Node node, boolean overriding) {
            this(nodeId, node, overriding, UnknownFields.NONE);
        }
    }

    /**
     * Forgets a node's addresses.
     *
     * @param nodeId the node, u64
     * @param extra unknown fields
     */
    record RemoveNode(long nodeId, UnknownFields extra) implements Cmd {
        /** A command without unknown fields. */
        public RemoveNode(long nodeId) {
            this(nodeId, UnknownFields.NONE);
        }
    }

    /**
     * Switches a feature of the state machine.
     *
     * @param feature its name
     * @param enable on or off
     * @param extra unknown fields
     */
    record SetFeature(String feature, boolean enable, UnknownFields extra) implements Cmd {}

    /**
     * Writes, deletes or touches one key.
     *
     * @param key the key
     * @param seq the condition on its present sequence number
     * @param value what to do
     * @param valueMeta expiry of the new value, or null
     * @param extra unknown fields
     */
    record UpsertKv(Bytes key, MatchSeq seq, Operation value, MetaSpec valueMeta, UnknownFields extra) implements Cmd {
        /** A command without unknown fields. */
        public UpsertKv(Bytes key, MatchSeq seq, Operation value, MetaSpec valueMeta) {
            this(key, seq, value, valueMeta, UnknownFields.NONE);
        }
    }

    /**
     * A transaction in the form that clients send (record-stream §8.2).
     *
     * @param operations branches with predicates of their own, tried first
     * @param condition all must hold for {@code ifThen}
     * @param ifThen done when the conditions hold
     * @param elseThen done when they do not
     * @param extra unknown fields
     */
    record Transaction(
            List<TxnOp.Conditional> operations,
            List<TxnCondition> condition,
            List<TxnOp> ifThen,
            List<TxnOp> elseThen,
            UnknownFields extra)
            implements Cmd {}

    /**
     * A transaction in the newer form of branches (record-stream §8.3).
     *
     * @param branches tried in order, the first whose predicate holds is done
     * @param extra unknown fields
     */
    record KvTransaction(List<KvOp.Branch> branches, UnknownFields extra) implements Cmd {}

    /** A condition on the sequence number that a key has now; 0 stands for a missing key. */
    sealed interface MatchSeq {}

    /** Whatever it is. */
    record Any() implements MatchSeq {}

    /**
     * Exactly this number.
     *
     * @param seq u64
     */
    record Exact(long seq) implements MatchSeq {}

    /**
     * This number or a higher one.
     *
     * @param seq u64
     */
    record AtLeast(long seq) implements MatchSeq {}

    /** What an upsert does. */
    sealed interface Operation {}

    /**
     * Sets the value.
     *
     * @param value the bytes
     */
    record Update(Bytes value) implements Operation {}

    /** Deletes the key. */
    record Delete() implements Operation {}

    /** Keeps the bytes and replaces the meta. */
    record AsIs() implements Operation {}

    /**
     * The expiry that a write asks for.
     *
     * @param expireAt absolute, as in {@link KvMeta}, or null
     * @param ttl relative to the entry's time, or null; wins
     * @param extra unknown fields
     */
    record MetaSpec(Long expireAt, Ttl ttl, UnknownFields extra) {}

    /**
     * A time to live.
     *
     * @param millis milliseconds, u64
     * @param extra unknown fields
     */
    record Ttl(long millis, UnknownFields extra) {}
}
