package io.metash.state;

import io.metash.record.Bytes;
import java.io.Closeable;
import java.io.IOException;

/** Iterates over the expiry index. Positioned before the first row until {@link #next} is called. */
public interface ExpiryCursor extends Closeable {
    /** Advances to the next row; false at the end. */
    boolean next() throws IOException;

    /** The expiry time in milliseconds since the epoch, u64. */
    long timeMs();

    /** The sequence number of the expiring value, u64. */
    long seq();

    /** The key. */
    Bytes key();
}
