package io.metash.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command of the state machine (record-stream §8.1). */
public sealed interface Cmd {
    /**
     * Calls the function for this case.
     *
     * @throws X thrown by that function
     */
    <R, X extends Exception> R match(
            Case<AddNode, R, X> addNode,
            Case<RemoveNode, R, X> removeNode,
            Case<SetFeature, R, X> setFeature,
            Case<UpsertKv, R, X> upsertKv,
            Case<Transaction, R, X> transaction,
            Case<KvTransaction, R, X> kvTransaction)
            throws X;

    /**
     * Registers a node's addresses.
     *
     * @param nodeId the node, u64
     * @param node its addresses
     * @param overriding whether an earlier registration is replaced; null (false) when an old program did not
     *     write the field
     * @param extra unknown fields
     */
    record AddNode(long nodeId, Node node, @Nullable Boolean overriding, UnknownFields extra) implements Cmd {
        /** A command without unknown fields. */
        public AddNode(long nodeId, Node node, boolean overriding) {
            this(nodeId, node, overriding, UnknownFields.NONE);
        }

        @Override
        public <R, X extends Exception> R match(
                Case<AddNode, R, X> addNode,
                Case<RemoveNode, R, X> removeNode,
                Case<SetFeature, R, X> setFeature,
                Case<UpsertKv, R, X> upsertKv,
                Case<Transaction, R, X> transaction,
                Case<KvTransaction, R, X> kvTransaction)
                throws X {
            return addNode.of(this);
        }
    }

    /**
     * Removes a node's addresses.
     *
     * @param nodeId the node, u64
     * @param extra unknown fields
     */
    record RemoveNode(long nodeId, UnknownFields extra) implements Cmd {
        /** A command without unknown fields. */
        public RemoveNode(long nodeId) {
            this(nodeId, UnknownFields.NONE);
        }

        @Override
        public <R, X extends Exception> R match(
                Case<AddNode, R, X> addNode,
                Case<RemoveNode, R, X> removeNode,
                Case<SetFeature, R, X> setFeature,
                Case<UpsertKv, R, X> upsertKv,
                Case<Transaction, R, X> transaction,
                Case<KvTransaction, R, X> kvTransaction)
                throws X {
            return removeNode.of(this);
        }
    }

    /**
     * Enables or disables a feature of the state machine.
     *
     * @param feature its name
     * @param enable whether to enable it
     * @param extra unknown fields
     */
    record SetFeature(String feature, boolean enable, UnknownFields extra) implements Cmd {
        @Override
        public <R, X extends Exception> R match(
                Case<AddNode, R, X> addNode,
                Case<RemoveNode, R, X> removeNode,
                Case<SetFeature, R, X> setFeature,
                Case<UpsertKv, R, X> upsertKv,
                Case<Transaction, R, X> transaction,
                Case<KvTransaction, R, X> kvTransaction)
                throws X {
            return setFeature.of(this);
        }
    }

    /**
     * Writes, deletes or touches one key.
     *
     * @param key the key
     * @param seq the condition on its current sequence number
     * @param value the operation
     * @param valueMeta expiry of the new value, or null
     * @param extra unknown fields
     */
    record UpsertKv(Bytes key, MatchSeq seq, Operation value, @Nullable MetaSpec valueMeta, UnknownFields extra)
            implements Cmd {
        /** A command without unknown fields. */
        public UpsertKv(Bytes key, MatchSeq seq, Operation value, @Nullable MetaSpec valueMeta) {
            this(key, seq, value, valueMeta, UnknownFields.NONE);
        }

        @Override
        public <R, X extends Exception> R match(
                Case<AddNode, R, X> addNode,
                Case<RemoveNode, R, X> removeNode,
                Case<SetFeature, R, X> setFeature,
                Case<UpsertKv, R, X> upsertKv,
                Case<Transaction, R, X> transaction,
                Case<KvTransaction, R, X> kvTransaction)
                throws X {
            return upsertKv.of(this);
        }
    }

    /**
     * A transaction in the form that clients send (record-stream §8.2).
     *
     * @param operations branches with their own predicates, tried first
     * @param condition the conditions, all required for {@code ifThen}
     * @param ifThen operations to run when the conditions are true
     * @param elseThen operations to run otherwise
     * @param extra unknown fields
     */
    record Transaction(
            List<TxnOp.Conditional> operations,
            List<TxnCondition> condition,
            List<TxnOp> ifThen,
            List<TxnOp> elseThen,
            UnknownFields extra)
            implements Cmd {
        @Override
        public <R, X extends Exception> R match(
                Case<AddNode, R, X> addNode,
                Case<RemoveNode, R, X> removeNode,
                Case<SetFeature, R, X> setFeature,
                Case<UpsertKv, R, X> upsertKv,
                Case<Transaction, R, X> transaction,
                Case<KvTransaction, R, X> kvTransaction)
                throws X {
            return transaction.of(this);
        }
    }

    /**
     * A transaction in the newer form of branches (record-stream §8.3).
     *
     * @param branches the branches, of which the first with a true predicate runs
     * @param extra unknown fields
     */
    record KvTransaction(List<KvOp.Branch> branches, UnknownFields extra) implements Cmd {
        @Override
        public <R, X extends Exception> R match(
                Case<AddNode, R, X> addNode,
                Case<RemoveNode, R, X> removeNode,
                Case<SetFeature, R, X> setFeature,
                Case<UpsertKv, R, X> upsertKv,
                Case<Transaction, R, X> transaction,
                Case<KvTransaction, R, X> kvTransaction)
                throws X {
            return kvTransaction.of(this);
        }
    }

    /** A condition on the current sequence number of a key; 0 means that the key is missing. */
    sealed interface MatchSeq {
        /**
         * Calls the function for this case.
         *
         * @throws X thrown by that function
         */
        <R, X extends Exception> R match(Case<Any, R, X> any, Case<Exact, R, X> exact, Case<AtLeast, R, X> atLeast)
                throws X;
    }

    /** Any sequence number. */
    record Any() implements MatchSeq {
        @Override
        public <R, X extends Exception> R match(
                Case<Any, R, X> any, Case<Exact, R, X> exact, Case<AtLeast, R, X> atLeast) throws X {
            return any.of(this);
        }
    }

    /**
     * Exactly this number.
     *
     * @param seq u64
     */
    record Exact(long seq) implements MatchSeq {
        @Override
        public <R, X extends Exception> R match(
                Case<Any, R, X> any, Case<Exact, R, X> exact, Case<AtLeast, R, X> atLeast) throws X {
            return exact.of(this);
        }
    }

    /**
     * This number or a higher one.
     *
     * @param seq u64
     */
    record AtLeast(long seq) implements MatchSeq {
        @Override
        public <R, X extends Exception> R match(
                Case<Any, R, X> any, Case<Exact, R, X> exact, Case<AtLeast, R, X> atLeast) throws X {
            return atLeast.of(this);
        }
    }

    /** Operation of an upsert. */
    sealed interface Operation {
        /**
         * Calls the function for this case.
         *
         * @throws X thrown by that function
         */
        <R, X extends Exception> R match(Case<Update, R, X> update, Case<Delete, R, X> delete, Case<AsIs, R, X> asIs)
                throws X;
    }

    /**
     * Sets the value.
     *
     * @param value the bytes
     */
    record Update(Bytes value) implements Operation {
        @Override
        public <R, X extends Exception> R match(
                Case<Update, R, X> update, Case<Delete, R, X> delete, Case<AsIs, R, X> asIs) throws X {
            return update.of(this);
        }
    }

    /** Deletes the key. */
    record Delete() implements Operation {
        @Override
        public <R, X extends Exception> R match(
                Case<Update, R, X> update, Case<Delete, R, X> delete, Case<AsIs, R, X> asIs) throws X {
            return delete.of(this);
        }
    }

    /** Keeps the bytes and replaces the meta. */
    record AsIs() implements Operation {
        @Override
        public <R, X extends Exception> R match(
                Case<Update, R, X> update, Case<Delete, R, X> delete, Case<AsIs, R, X> asIs) throws X {
            return asIs.of(this);
        }
    }

    /**
     * The expiry that a write requests.
     *
     * @param expireAt absolute, as in {@link KvMeta}, or null
     * @param ttl relative to the entry's time, or null; wins
     * @param extra unknown fields
     */
    record MetaSpec(@Nullable Long expireAt, @Nullable Ttl ttl, UnknownFields extra) {}

    /**
     * A time to live.
     *
     * @param millis milliseconds, u64
     * @param extra unknown fields
     */
    record Ttl(long millis, UnknownFields extra) {}
}
