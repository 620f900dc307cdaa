package io.metash.state;

import io.metash.record.Bytes;
import java.io.Closeable;
import java.io.IOException;

/** Walks over the expiry index. Stands before the first row until {@link #next} is called. */
public interface ExpiryCursor extends Closeable {
    /** Goes to the next row; false at the end. */
    boolean next() throws IOException;

    /** When the key expires, milliseconds since the epoch, u64. */
    long timeMs();

    /** The sequence number of the value that expires, u64. */
    long seq();

    /** The key. */
    Bytes key();
}
