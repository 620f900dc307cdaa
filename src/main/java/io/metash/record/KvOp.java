package io.metash.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation of a branch transaction (record-stream §8.3). */
public sealed interface KvOp {
    /**
     * Calls the function for this case.
     *
     * @throws X thrown by that function
     */
    <R, X extends Exception> R match(
            Case<Get, R, X> get,
            Case<Put, R, X> put,
            Case<Delete, R, X> delete,
            Case<DeleteByPrefix, R, X> deleteByPrefix,
            Case<FetchIncrease, R, X> fetchIncrease,
            Case<PutSequential, R, X> putSequential)
            throws X;

    /**
     * Reads a key.
     *
     * @param key the key
     * @param extra unknown fields
     */
    record Get(Bytes key, UnknownFields extra) implements KvOp {
        @Override
        public <R, X extends Exception> R match(
                Case<Get, R, X> get,
                Case<Put, R, X> put,
                Case<Delete, R, X> delete,
                Case<DeleteByPrefix, R, X> deleteByPrefix,
                Case<FetchIncrease, R, X> fetchIncrease,
                Case<PutSequential, R, X> putSequential)
                throws X {
            return get.of(this);
        }
    }

    /**
     * Sets a key.
     *
     * @param target the key and its condition
     * @param payload the new value
     * @param extra unknown fields
     */
    record Put(Lookup target, Content payload, UnknownFields extra) implements KvOp {
        @Override
        public <R, X extends Exception> R match(
                Case<Get, R, X> get,
                Case<Put, R, X> put,
                Case<Delete, R, X> delete,
                Case<DeleteByPrefix, R, X> deleteByPrefix,
                Case<FetchIncrease, R, X> fetchIncrease,
                Case<PutSequential, R, X> putSequential)
                throws X {
            return put.of(this);
        }
    }

    /**
     * Deletes a key.
     *
     * @param target the key and its condition
     * @param extra unknown fields
     */
    record Delete(Lookup target, UnknownFields extra) implements KvOp {
        @Override
        public <R, X extends Exception> R match(
                Case<Get, R, X> get,
                Case<Put, R, X> put,
                Case<Delete, R, X> delete,
                Case<DeleteByPrefix, R, X> deleteByPrefix,
                Case<FetchIncrease, R, X> fetchIncrease,
                Case<PutSequential, R, X> putSequential)
                throws X {
            return delete.of(this);
        }
    }

    /**
     * Deletes all keys that start with a prefix.
     *
     * @param prefix the prefix
     * @param extra unknown fields
     */
    record DeleteByPrefix(Bytes prefix, UnknownFields extra) implements KvOp {
        @Override
        public <R, X extends Exception> R match(
                Case<Get, R, X> get,
                Case<Put, R, X> put,
                Case<Delete, R, X> delete,
                Case<DeleteByPrefix, R, X> deleteByPrefix,
                Case<FetchIncrease, R, X> fetchIncrease,
                Case<PutSequential, R, X> putSequential)
                throws X {
            return deleteByPrefix.of(this);
        }
    }

    /**
     * Adds to a counter stored as decimal text.
     *
     * @param target the key and its condition
     * @param delta the increment, signed
     * @param floor minimum of the value before the increment, u64
     * @param extra unknown fields
     */
    record FetchIncrease(Lookup target, long delta, long floor, UnknownFields extra) implements KvOp {
        @Override
        public <R, X extends Exception> R match(
                Case<Get, R, X> get,
                Case<Put, R, X> put,
                Case<Delete, R, X> delete,
                Case<DeleteByPrefix, R, X> deleteByPrefix,
                Case<FetchIncrease, R, X> fetchIncrease,
                Case<PutSequential, R, X> putSequential)
                throws X {
            return fetchIncrease.of(this);
        }
    }

    /**
     * Puts a value under a key with the next number of a counter.
     *
     * @param prefix the start of the new key
     * @param sequenceKey the counter
     * @param payload the new value
     * @param extra unknown fields
     */
    record PutSequential(Bytes prefix, Bytes sequenceKey, Content payload, UnknownFields extra) implements KvOp {
        @Override
        public <R, X extends Exception> R match(
                Case<Get, R, X> get,
                Case<Put, R, X> put,
                Case<Delete, R, X> delete,
                Case<DeleteByPrefix, R, X> deleteByPrefix,
                Case<FetchIncrease, R, X> fetchIncrease,
                Case<PutSequential, R, X> putSequential)
                throws X {
            return putSequential.of(this);
        }
    }

    /**
     * A key and its required sequence number.
     *
     * @param key the key
     * @param matchSeq u64, 0 for a missing key, or null for any
     * @param extra unknown fields
     */
    record Lookup(Bytes key, @Nullable Long matchSeq, UnknownFields extra) {}

    /**
     * A new value.
     *
     * @param value the bytes
     * @param expireAtMs absolute expiry as in {@link KvMeta}, or null
     * @param ttlMs relative expiry in milliseconds, or null; overrides {@code expireAtMs}
     * @param extra unknown fields
     */
    record Content(Bytes value, @Nullable Long expireAtMs, @Nullable Long ttlMs, UnknownFields extra) {}

    /**
     * A predicate and the operations to run when it is true.
     *
     * @param predicate the condition
     * @param operations the operations
     * @param extra unknown fields
     */
    record Branch(Predicate predicate, List<KvOp> operations, UnknownFields extra) {}

    /** A predicate over the state before the transaction. */
    sealed interface Predicate {
        /**
         * Calls the function for this case.
         *
         * @throws X thrown by that function
         */
        <R, X extends Exception> R match(Case<And, R, X> and, Case<Or, R, X> or, Case<Leaf, R, X> leaf) throws X;
    }

    /**
     * True when all predicates hold, or when empty.
     *
     * @param predicates the children
     */
    record And(List<Predicate> predicates) implements Predicate {
        @Override
        public <R, X extends Exception> R match(Case<And, R, X> and, Case<Or, R, X> or, Case<Leaf, R, X> leaf)
                throws X {
            return and.of(this);
        }
    }

    /**
     * True when one predicate holds, or when empty.
     *
     * @param predicates the children
     */
    record Or(List<Predicate> predicates) implements Predicate {
        @Override
        public <R, X extends Exception> R match(Case<And, R, X> and, Case<Or, R, X> or, Case<Leaf, R, X> leaf)
                throws X {
            return or.of(this);
        }
    }

    /**
     * One comparison: stored {@code op} target.
     *
     * @param key the key or prefix
     * @param target the operand
     * @param op the comparison
     * @param extra unknown fields
     */
    record Leaf(Bytes key, TxnCondition.Target target, Compare op, UnknownFields extra) implements Predicate {
        @Override
        public <R, X extends Exception> R match(Case<And, R, X> and, Case<Or, R, X> or, Case<Leaf, R, X> leaf)
                throws X {
            return leaf.of(this);
        }
    }

    /** The comparison operators of a leaf. */
    enum Compare {
        /** Equal. */
        EQ("Eq"),
        /** Unequal. */
        NE("Ne"),
        /** Less. */
        LT("Lt"),
        /** At most. */
        LE("Le"),
        /** Greater. */
        GT("Gt"),
        /** At least. */
        GE("Ge");

        private final String text;

        Compare(String text) {
            this.text = text;
        }

        /** Returns the comparison that a transaction's condition encodes as a number; equality for unknown numbers. */
        public static Compare ofTransaction(long expected) {
            return switch ((int) expected) {
                case 1 -> GT;
                case 2 -> GE;
                case 3 -> LT;
                case 4 -> LE;
                case 5 -> NE;
                default -> EQ;
            };
        }

        /** The name in JSON text. */
        public String text() {
            return text;
        }
    }
}
