package io.metash.client;

import io.metash.record.Bytes;
import io.metash.record.SeqV;
import java.util.List;

/**
 * What a transaction did.
 *
 * @param success whether a branch of its own or its {@code if_then} ran
 * @param path which: {@code operation:N}, {@code then} or {@code else}; of a transaction of branches {@code branch:N} or
 *     {@link #NO_BRANCH}
 * @param results one for each operation that ran
 */
public record TxnOutcome(boolean success, String path, List<Result> results) {
    /** The path of a transaction of branches of which no predicate held. */
    public static final String NO_BRANCH = "no branch";

    /**
     * The answer to an operation.
     *
     * @param operation {@code get}, {@code put}, {@code delete}, {@code delete_by_prefix} or {@code fetch_increase_u64}
     * @param key the key, or the prefix
     * @param before the value before, or null
     * @param after the value after (of a get: the value), or null
     * @param number how many keys were deleted, or the number after an increase; else 0
     */
    public record Result(String operation, Bytes key, SeqV before, SeqV after, long number) {}
}
