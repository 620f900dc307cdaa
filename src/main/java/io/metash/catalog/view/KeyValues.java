package io.metash.catalog.view;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The live keys of a store. */
public interface KeyValues {
    /** The value of a key; empty when the key is missing. */
    Optional<SeqV> get(Bytes key) throws IOException;

    /** The keys that start with a prefix, ascending; to be closed. */
    KvCursor scan(Bytes prefix) throws IOException;

    /** The parent of directories for what does not fit into memory. */
    default Path scratch() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
