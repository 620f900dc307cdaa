package io.metash.record;

import java.io.Closeable;
import java.io.IOException;

/** A destination of records. {@link #close} without {@link #finish} discards the output. */
public interface RecordSink extends Closeable {
    /** Accepts one record. */
    void accept(MetaRecord record) throws IOException;

    /** Accepts one record with its line number (0 when unknown), which later errors can report. */
    default void accept(MetaRecord record, long line) throws IOException {
        accept(record);
    }

    /** Completes the output and makes it durable. */
    void finish() throws IOException;
}
