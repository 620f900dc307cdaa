package io.metash.backup;

import io.metash.ndjson.NdjsonSource;
import io.metash.storage.StoredFile;
import java.io.IOException;

/** Opens an export without looking at its manifest. */
public final class ExportRecords {
    private ExportRecords() {}

    /** The records of a file that may be packed. */
    public static NdjsonSource of(StoredFile file) throws IOException {
        return NdjsonSource.unpacking(file.open(), file.toString(), file.regular() ? file.size() : -1);
    }
}
