package io.metash.history;

import io.metash.record.Bytes;
import io.metash.record.KvOp;

/** What one operation of a log entry does to keys. Reads are left out. */
sealed interface Action {
    /** Calls the method of the visitor for this kind of action. */
    <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E;

    /** One method for each kind of action. */
    interface Visitor<R, E extends Exception> {
        /** Sets a key. */
        R put(Put put) throws E;

        /** Changes the expiry of a key. */
        R keep(Keep keep) throws E;

        /** Deletes a key. */
        R delete(Delete delete) throws E;

        /** Deletes all keys that start with a prefix. */
        R deletePrefix(DeletePrefix delete) throws E;

        /** Adds to a number. */
        R increase(Increase increase) throws E;

        /** Puts under a key made from a counter. */
        R putNext(PutNext put) throws E;
    }

    /** Sets a key; {@code matchSeq} is the number that it must have, or null. */
    record Put(Bytes key, Long matchSeq, KvOp.Content content) implements Action {
        @Override
        public <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E {
            return visitor.put(this);
        }
    }

    /** Keeps the value of a key, if it exists, and sets its meta; {@code content} is ignored. */
    record Keep(Bytes key, KvOp.Content content) implements Action {
        @Override
        public <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E {
            return visitor.keep(this);
        }
    }

    /** Deletes a key; {@code matchSeq} is the number that it must have, or null. */
    record Delete(Bytes key, Long matchSeq) implements Action {
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

    /** Adds to a number kept as text. */
    record Increase(Bytes key, Long matchSeq, long delta, long floor) implements Action {
        @Override
        public <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E {
            return visitor.increase(this);
        }
    }

    /** Puts under a key made from a counter. */
    record PutNext(Bytes prefix, Bytes counter, KvOp.Content content) implements Action {
        @Override
        public <R, E extends Exception> R visit(Visitor<R, E> visitor) throws E {
            return visitor.putNext(this);
        }
    }
}
