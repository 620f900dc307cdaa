package io.metash.record;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source of records, pulled one by one. Not thread-safe. */
public interface RecordSource extends Closeable {
    /**
     * The next record, or null at the end.
     *
     * @throws Failure when the input is damaged, with its place
     */
    @Nullable
    MetaRecord next() throws IOException;

    /** The position of the last record, for messages: {@code file:line}, or a file and a byte offset. */
    String position();

    /** The line number of the last record, starting at 1; 0 when the input has no lines. */
    default long line() {
        return 0;
    }

    /** The input bytes read so far, for progress. */
    long bytesRead();

    /** The total input bytes, or -1 when unknown. */
    long bytesTotal();

    /**
     * The data version of the store in its usual spelling, such as {@code V0-b}; empty when the header record has it.
     */
    default Optional<String> dataVersion() throws IOException {
        return Optional.empty();
    }

    /** Counts, by group, of store content that is not among the records. Complete after the last record. */
    default Map<String, Long> leftOut() {
        return Map.of();
    }

    /** The rest of the input as pieces, after which {@link #next} must not be called; null when it cannot be split. */
    default @Nullable Pieces pieces() {
        return null;
    }
}
