package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import java.io.IOException;

/** A state to read from: keys with their values, and the index from expiry time to key. Not safe for several threads. */
public interface ReadStore {
    /** The value of a key as it is stored, expired or not; null when there is none. */
    SeqV get(Bytes key) throws IOException;

    /** The keys of a range, ascending by their bytes; null for no upper end. */
    KvCursor scan(Bytes fromInclusive, Bytes toExclusiveOrNull) throws IOException;

    /** The expiry index, ascending by time, then sequence number. */
    ExpiryCursor expiries() throws IOException;

    /** A state without anything in it. */
    ReadStore EMPTY = new EmptyStore();
}
