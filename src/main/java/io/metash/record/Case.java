package io.metash.record;

/**
 * Function for one case of a sealed type. A {@code match} method takes one per case, so that adding a case does not
 * compile until every caller handles it.
 *
 * @param <T> the case
 * @param <R> the result
 * @param <X> the exception
 */
@FunctionalInterface
public interface Case<T, R, X extends Exception> {
    /** Returns the result for a value. */
    R of(T value) throws X;
}
