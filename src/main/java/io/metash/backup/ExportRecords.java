package io.metash.backup;

import io.metash.session.CacheFolder;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
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
        long size = regular ? file.size() : -1;
        Optional<Path> local = regular ? file.path() : Optional.empty();
        return ExportText.of(
                bytes, file.toString(), size, local, CacheFolder.ofUser().scratch());
    }
}
