package io.metash.raftdir.wal;

import io.metash.record.Bytes;

/** Decodes values for a dump. */
public interface DecodedText {
    /** Returns the decoded value on one line. */
    String of(Bytes key, Bytes value);

    /** Whether to decode the values of all keys, or only those that metactl decodes. */
    boolean everyKey();
}
