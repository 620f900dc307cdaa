package io.metash.backup;

import io.metash.session.CacheDirectory;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Opens an export without reading its manifest. */
public final class ExportRecords {
    private ExportRecords() {}

    /** Opens a file that may be compressed and of any data version. */
    public static ExportText of(StoredFile file) throws IOException {
        return of(file, file.open());
    }

    /** Opens a file through a stream of its bytes. */
    static ExportText of(StoredFile file, InputStream bytes) throws IOException {
        boolean regular = file.regular();
        long size = regular ? file.size() : -1;
        Optional<Path> local = regular ? file.path() : Optional.empty();
        return ExportText.of(
                bytes, file.toString(), size, local, CacheDirectory.ofUser().scratch());
    }
}
