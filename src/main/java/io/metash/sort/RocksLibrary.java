package io.metash.sort;

import io.metash.record.PrivateLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads the native library of RocksDB. After a failed load, RocksDB's own loader would wait forever; this one fails
 * again.
 */
public final class RocksLibrary {
    /** Resource name of the library in the jar. */
    public static final String RESOURCE = "/" + Environment.getJniLibraryFileName("rocksdb");
    /** File name that RocksDB expects in a directory, which differs from the name in the jar. */
    public static final String FILE = Environment.getJniLibraryFileName("rocksdbjni");

    private static @Nullable LinkageError failed;
    private static boolean loaded;

    private RocksLibrary() {}

    /**
     * Loads the library once.
     *
     * @throws LinkageError when no directory permits execution, or the jar has no library for this machine
     */
    public static synchronized void load() {
        if (failed != null) {
            throw failed;
        }
        if (loaded) {
            return;
        }
        try {
            String directory = System.getProperty("jna.boot.library.path");
            if (directory != null && Files.exists(Path.of(directory, FILE))) {
                RocksDB.loadLibrary(List.of(directory));
            } else {
                PrivateLibrary.load(
                        RESOURCE,
                        FILE,
                        file -> RocksDB.loadLibrary(
                                List.of(Objects.requireNonNull(file.getParent()).toString())));
            }
            loaded = true;
        } catch (LinkageError cannotBeLoaded) {
            failed = cannotBeLoaded;
            throw cannotBeLoaded;
        }
    }
}
