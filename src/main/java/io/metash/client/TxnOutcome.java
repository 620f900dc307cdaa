package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.SeqV;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of a transaction.
 *
 * @param success whether a branch of its own or its {@code if_then} ran
 * @param path the branch that ran: {@code operation:N}, {@code then} or {@code else}; for a branch transaction
 *     {@code branch:N} or {@link #NO_BRANCH}
 * @param results one result for each operation that ran
 */
public record TxnOutcome(boolean success, String path, List<Result> results) {
    /** Path of a branch transaction without a matching predicate. */
    public static final String NO_BRANCH = "no branch";

    /**
     * Result of an operation.
     *
     * @param operation {@code get}, {@code put}, {@code delete}, {@code delete_by_prefix} or
     *     {@code fetch_increase_u64}
     * @param key the key, or the prefix
     * @param before the value before, or null
     * @param after the value after (for a get: the value), or null
     * @param number the number of deleted keys, or the counter after an increase; else 0
     */
    public record Result(String operation, Bytes key, @Nullable SeqV before, @Nullable SeqV after, long number) {}
}
