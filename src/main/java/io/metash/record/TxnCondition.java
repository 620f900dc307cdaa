package io.metash.record;

import java.util.List;

/**
 * * A condition of a transaction: stored {@code expected} target.
 *
 * @param key the key, or the prefix for {@link KeysWithPrefix}
 * @param expected 0 equal, 1 greater, 2 at least, 3 less, 4 at most, 5 unequal; another number is read as 0
 * @param target the operand, or null: the condition is then false
 * @param extra unknown fields
 */
public record TxnCondition(Bytes key, long expected, Target target, UnknownFields extra) {
    /** What a condition compares. */
    public sealed interface Target {
        /**
         * The result of the case that this is.
         *
         * @throws X what the case throws
         */
        <R, X extends Exception> R match(
                Case<Value, R, X> value, Case<Seq, R, X> seq, Case<KeysWithPrefix, R, X> keysWithPrefix) throws X;
    }

    /**
     * Compares the value; false for a missing key whatever the comparison.
     *
     * @param value the bytes to compare with
     */
    public record Value(Bytes value) implements Target {
        @Override
        public <R, X extends Exception> R match(
                Case<Value, R, X> value, Case<Seq, R, X> seq, Case<KeysWithPrefix, R, X> keysWithPrefix) throws X {
            return value.of(this);
        }
    }

    /**
     * Compares the sequence number, 0 for a missing key.
     *
     * @param seq u64
     */
    public record Seq(long seq) implements Target {
        @Override
        public <R, X extends Exception> R match(
                Case<Value, R, X> value, Case<Seq, R, X> seq, Case<KeysWithPrefix, R, X> keysWithPrefix) throws X {
            return seq.of(this);
        }
    }

    /**
     * Compares the number of keys with the prefix.
     *
     * @param count u64
     */
    public record KeysWithPrefix(long count) implements Target {
        @Override
        public <R, X extends Exception> R match(
                Case<Value, R, X> value, Case<Seq, R, X> seq, Case<KeysWithPrefix, R, X> keysWithPrefix) throws X {
            return keysWithPrefix.of(this);
        }
    }

    /**
     * Conditions joined by and (0) or or (1); without children it is true.
     *
     * @param operator 0 and, 1 or; another number is read as and
     * @param subExpressions evaluated before the conditions
     * @param conditions the leaves
     * @param extra unknown fields
     */
    public record Expression(
            long operator, List<Expression> subExpressions, List<TxnCondition> conditions, UnknownFields extra) {}
}
