package io.metash.record;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Something that a meta store is pulled from, record by record. Not safe for several threads. */
public interface RecordSource extends Closeable {
    /**
     * The next record, or null at the end.
     *
     * @throws Failure when the input is damaged, with its place
     */
    MetaRecord next() throws IOException;

    /** Where the last record came from, for messages: {@code file:line}, or a file and a byte offset. */
    String position();

    /** The line of the last record, 1 and up; 0 where the input has no lines. */
    default long line() {
        return 0;
    }

    /** How many bytes of the input are behind us, for progress. */
    long bytesRead();

    /** How many bytes the input has, or -1 when that is not known. */
    long bytesTotal();

    /**
     * The data version of the store, as people know it, such as {@code V0-b}; empty when the header among the records says it.
     */
    default Optional<String> dataVersion() throws IOException {
        return Optional.empty();
    }

    /** Content of the store that is not among the records: how many, by family. Complete at the end of the records. */
    default Map<String, Long> leftOut() {
        return Map.of();
    }

    /** What is left of the input in pieces, after which {@link #next} is not called any more; null when it cannot be cut. */
    default Pieces pieces() {
        return null;
    }
}
