package io.metash.record;

import java.io.Closeable;
import java.io.IOException;

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

    /** What is left of the input in pieces, after which {@link #next} is not called any more; null when it cannot be cut. */
    default Pieces pieces() {
        return null;
    }
}
