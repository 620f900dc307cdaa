package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.KvOp;
import org.jspecify.annotations.Nullable;

/** Effect of one operation of a log entry on keys. Reads are omitted. */
sealed interface Action {
    /** Calls the method of the visitor for this kind of action. */
    <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E;

    /** Visits actions, with one method per kind. */
    interface Visitor<R, E extends Exception> {
        /** Sets a key. */
        R put(Put put) throws E;

        /** Changes the expiry of a key. */
        R keep(Keep keep) throws E;

        /** Deletes a key. */
        R delete(Delete delete) throws E;

        /** Deletes all keys that start with a prefix. */
        R deletePrefix(DeletePrefix delete) throws E;

        /** Adds to a counter. */
        R increase(Increase increase) throws E;

        /** Puts a value under a key generated from a counter. */
        R putNext(PutNext put) throws E;
    }

    /** Sets a key; {@code matchSeq} is the required sequence number, or null. */
    record Put(Bytes key, @Nullable Long matchSeq, KvOp.Content content) implements Action {
        @Override
        public <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E {
            return visitor.put(this);
        }
    }

    /** Keeps the value of an existing key and sets its meta; the data in {@code content} is ignored. */
    record Keep(Bytes key, KvOp.Content content) implements Action {
        @Override
        public <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E {
            return visitor.keep(this);
        }
    }

    /** Deletes a key; {@code matchSeq} is the required sequence number, or null. */
    record Delete(Bytes key, @Nullable Long matchSeq) implements Action {
        @Override
        public <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E {
            return visitor.delete(this);
        }
    }

    /** Deletes all keys that start with a prefix. */
    record DeletePrefix(Bytes prefix) implements Action {
        @Override
        public <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E {
            return visitor.deletePrefix(this);
        }
    }

    /** Adds to a counter stored as text. */
    record Increase(Bytes key, @Nullable Long matchSeq, long delta, long floor) implements Action {
        @Override
        public <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E {
            return visitor.increase(this);
        }
    }

    /** Puts a value under a key generated from a counter. */
    record PutNext(Bytes prefix, Bytes counter, KvOp.Content content) implements Action {
        @Override
        public <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E {
            return visitor.putNext(this);
        }
    }
}
