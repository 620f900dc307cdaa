package io.metash.backup;

import io.metash.session.CacheFolder;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Opens an export without looking at its manifest. */
public final class ExportRecords {
    private ExportRecords() {}

    /** The records of a file that may be packed, and of any data version. */
    public static ExportText of(StoredFile file) throws IOException {
        return of(file, file.open());
    }

    /** Writes through a stream of the file's bytes. */
    static ExportText of(StoredFile file, InputStream bytes) throws IOException {
        boolean regular = file.regular();
        return ExportText.of(
                bytes,
                file.toString(),
                regular ? file.size() : -1,
                regular ? file.path() : Optional.empty(),
                CacheFolder.ofUser().scratch());
    }
}
