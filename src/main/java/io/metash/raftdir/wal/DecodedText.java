package io.metash.raftdir.wal;

import io.metash.record.Bytes;

/** Decodes values for a dump. */
public interface DecodedText {
    /** A value on one line. */
    String of(Bytes key, Bytes value);

    /** Whether the values of all keys are decoded, or of those alone that the meta service's own tool decodes. */
    boolean everyKey();
}
