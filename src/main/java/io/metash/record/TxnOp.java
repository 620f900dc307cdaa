package io.metash.record;

import java.util.List;

/**
 * * One operation of a transaction (record-stream §8.2).
 *
 * @param request the request, or null, which is read as a get of the empty key
 * @param extra unknown fields
 */
public record TxnOp(Request request, UnknownFields extra) {
    /** What an operation does. */
    public sealed interface Request {
        /**
         * The result of the case that this is.
         *
         * @throws X what the case throws
         */
        <R, X extends Exception> R match(
                Case<Get, R, X> get,
                Case<Put, R, X> put,
                Case<Delete, R, X> delete,
                Case<DeleteByPrefix, R, X> deleteByPrefix,
                Case<FetchIncrease, R, X> fetchIncrease,
                Case<PutSequential, R, X> putSequential)
                throws X;
    }

    /**
     * Reads a key.
     *
     * @param key the key
     * @param extra unknown fields
     */
    public record Get(Bytes key, UnknownFields extra) implements Request {
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
     * * Sets a key.
     *
     * @param key the key
     * @param value the bytes
     * @param prevValue without effect today; null where not written
     * @param expireAt absolute expiry as in {@link KvMeta}, or null
     * @param ttlMs relative expiry in milliseconds, or null; wins
     * @param matchSeq the sequence number that the key must have, 0 for none; absent in older logs
     * @param extra unknown fields
     */
    public record Put(
            Bytes key,
            Bytes value,
            Boolean prevValue,
            Long expireAt,
            Long ttlMs,
            OptionalU64 matchSeq,
            UnknownFields extra)
            implements Request {
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
     * * Deletes a key.
     *
     * @param key the key
     * @param prevValue without effect today; null where not written
     * @param matchSeq the sequence number that the key must have; absent in older logs
     * @param extra unknown fields
     */
    public record Delete(Bytes key, Boolean prevValue, OptionalU64 matchSeq, UnknownFields extra) implements Request {
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
    public record DeleteByPrefix(Bytes prefix, UnknownFields extra) implements Request {
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
     * Adds to a number kept as decimal text.
     *
     * @param key the key
     * @param matchSeq the sequence number that the key must have, or null
     * @param delta what is added, signed
     * @param maxValue the number is raised to this first, u64; absent in entries of the older name FetchAddU64
     * @param extra unknown fields
     */
    public record FetchIncrease(Bytes key, Long matchSeq, long delta, OptionalU64 maxValue, UnknownFields extra)
            implements Request {
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
     * @param value the bytes
     * @param expiresAtMs absolute expiry as in {@link KvMeta}, or null
     * @param ttlMs relative expiry in milliseconds, or null; wins
     * @param extra unknown fields
     */
    public record PutSequential(
            Bytes prefix, Bytes sequenceKey, Bytes value, Long expiresAtMs, Long ttlMs, UnknownFields extra)
            implements Request {
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
     * Operations with a predicate of their own.
     *
     * @param predicate the condition, or null for always
     * @param operations run when the predicate holds
     * @param extra unknown fields
     */
    public record Conditional(TxnCondition.Expression predicate, List<TxnOp> operations, UnknownFields extra) {}
}
