package io.metash.state;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A readable state: keys with their values, and the index from expiry time to key. Not thread-safe. */
public interface ReadStore {
    /** Returns the stored value of a key, even if expired; null when the key is missing. */
    @Nullable
    SeqV get(Bytes key) throws IOException;

    /** Returns the keys of a range in byte order; null for no upper bound. */
    KvCursor scan(Bytes fromInclusive, @Nullable Bytes toExclusive) throws IOException;

    /** Returns the expiry index, ordered by time, then sequence number. */
    ExpiryCursor expiries() throws IOException;

    /** An empty state. */
    ReadStore EMPTY = new EmptyStore();
}
