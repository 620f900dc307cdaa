package io.metash.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a transaction (record-stream §8.2).
 *
 * @param request the request, or null, which is read as a get of the empty key
 * @param extra unknown fields
 */
public record TxnOp(@Nullable Request request, UnknownFields extra) {
    /** Request of an operation. */
    public sealed interface Request {
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
     * Sets a key.
     *
     * @param key the key
     * @param value the bytes
     * @param prevValue obsolete and ignored; null when not written
     * @param expireAt absolute expiry as in {@link KvMeta}, or null
     * @param ttlMs relative expiry in milliseconds, or null; takes precedence
     * @param matchSeq the required sequence number, 0 for a missing key; absent in older logs
     * @param extra unknown fields
     */
    public record Put(
            Bytes key,
            Bytes value,
            @Nullable Boolean prevValue,
            @Nullable Long expireAt,
            @Nullable Long ttlMs,
            OptionalU64 matchSeq,
            UnknownFields extra)
            implements Request {
        /** Sets a key, whatever its sequence number, without an expiry. */
        public static Put of(Bytes key, Bytes value) {
            return new Put(key, value, true, null, null, OptionalU64.NONE, UnknownFields.NONE);
        }

        /** This operation with an expiry; each may be null. */
        public Put withExpiry(@Nullable Long expireAt, @Nullable Long ttlMs) {
            return new Put(key, value, prevValue, expireAt, ttlMs, matchSeq, extra);
        }

        /** This operation with a required sequence number. */
        public Put withMatchSeq(OptionalU64 required) {
            return new Put(key, value, prevValue, expireAt, ttlMs, required, extra);
        }

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
     * @param key the key
     * @param prevValue obsolete and ignored; null when not written
     * @param matchSeq the required sequence number; absent in older logs
     * @param extra unknown fields
     */
    public record Delete(Bytes key, @Nullable Boolean prevValue, OptionalU64 matchSeq, UnknownFields extra)
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
     * Adds to a counter stored as decimal text.
     *
     * @param key the key
     * @param matchSeq the required sequence number, or null
     * @param delta the increment, signed
     * @param maxValue minimum of the value before the increment, u64; absent in entries under the older name
     *     FetchAddU64
     * @param extra unknown fields
     */
    public record FetchIncrease(
            Bytes key, @Nullable Long matchSeq, long delta, OptionalU64 maxValue, UnknownFields extra)
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
     * @param ttlMs relative expiry in milliseconds, or null; takes precedence
     * @param extra unknown fields
     */
    public record PutSequential(
            Bytes prefix,
            Bytes sequenceKey,
            Bytes value,
            @Nullable Long expiresAtMs,
            @Nullable Long ttlMs,
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
            return putSequential.of(this);
        }
    }

    /**
     * Operations with their own predicate.
     *
     * @param predicate the condition, or null for always
     * @param operations the operations to run when it is true
     * @param extra unknown fields
     */
    public record Conditional(
            TxnCondition.@Nullable Expression predicate, List<TxnOp> operations, UnknownFields extra) {}
}
