package io.metash.record;

import java.io.Closeable;
import java.io.IOException;

/** Something that a meta store is moved into. {@link #close} without {@link #finish} leaves nothing behind. */
public interface RecordSink extends Closeable {
    /** Takes one record. */
    void accept(MetaRecord record) throws IOException;

    /** Takes one record and the line that it came from, 0 for none; what is refused later can name it. */
    default void accept(MetaRecord record, long line) throws IOException {
        accept(record);
    }

    /** All records are there: the output is made complete and durable. */
    void finish() throws IOException;
}
