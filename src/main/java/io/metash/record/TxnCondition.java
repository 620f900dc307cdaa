package io.metash.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a transaction: stored {@code expected} target.
 *
 * @param key the key, or the prefix for {@link KeysWithPrefix}
 * @param expected 0 equal, 1 greater, 2 at least, 3 less, 4 at most, 5 unequal; other numbers are read as 0
 * @param target the operand; when null, the condition is false
 * @param extra unknown fields
 */
public record TxnCondition(Bytes key, long expected, @Nullable Target target, UnknownFields extra) {
    /** Operand of a condition. */
    public sealed interface Target {
        /**
         * Calls the function for this case.
         *
         * @throws X thrown by that function
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
     * A conjunction or disjunction of conditions; true without children.
     *
     * @param operator 0 for and, 1 for or; other numbers are read as and
     * @param subExpressions evaluated before the conditions
     * @param conditions the leaves
     * @param extra unknown fields
     */
    public record Expression(
            long operator, List<Expression> subExpressions, List<TxnCondition> conditions, UnknownFields extra) {}
}
