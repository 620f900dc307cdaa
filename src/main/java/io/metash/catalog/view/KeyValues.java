package io.metash.catalog.view;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The live keys of a store. */
public interface KeyValues {
    /** Returns the value of a key; empty when absent. */
    Optional<SeqV> get(Bytes key) throws IOException;

    /** Returns the keys that start with a prefix, ascending. The caller closes the cursor. */
    KvCursor scan(Bytes prefix) throws IOException;

    /** The parent directory for data that exceeds memory. */
    default Path scratch() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
