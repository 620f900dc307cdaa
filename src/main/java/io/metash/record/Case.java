package io.metash.record;

/**
 * What to do in one case of a sealed type. A {@code match} method takes one for each case, so that a new case does not compile
 * until everybody who takes the type apart handles it.
 *
 * @param <T> the case
 * @param <R> the result
 * @param <X> what it throws
 */
@FunctionalInterface
public interface Case<T, R, X extends Exception> {
    /** The result for a value. */
    R of(T value) throws X;
}
