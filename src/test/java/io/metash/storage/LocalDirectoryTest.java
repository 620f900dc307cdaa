package io.metash.storage;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A local directory. */
class LocalDirectoryTest extends ObjectStoreContract {
    @TempDir
    Path directory;

    @Override
    ObjectStore store() {
        return new LocalDirectory(directory);
    }
}
