package io.metash.raftdir.wal;

import io.metash.record.Entry;
import java.io.Closeable;
import java.io.IOException;

/** Walks over the entries of a log, ascending. */
public interface EntryCursor extends Closeable {
    /** The next entry, or null at the end. */
    Entry next() throws IOException;

    /** Where it came from: a file and a byte offset. */
    String position();

    /** How many bytes of the log are behind us. */
    long bytesRead();
}
