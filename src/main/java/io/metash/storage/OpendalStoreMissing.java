package io.metash.storage;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;

/** Creates the failure for packages of metash without object storage. */
final class OpendalStoreMissing {
    private OpendalStoreMissing() {}

    static Failure failure(StorageUrl url, Throwable cause) {
        return Failure.of(ExitStatus.IO, "this package of metash has no object storage")
                .at(url.toString())
                .because("the library for it (Apache OpenDAL, 17 MB packed) is part of another package")
                .next(
                        "use metash-VERSION-linux-ARCH-object-storage.tar.gz, which scripts/package --with-object-storage makes")
                .causedBy(cause);
    }
}
