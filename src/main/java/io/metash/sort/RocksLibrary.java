package io.metash.sort;

import io.metash.record.PrivateLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/** The native part of RocksDB. Asked a second time after a failure, RocksDB itself waits forever; this fails again. */
public final class RocksLibrary {
    /** The library in the jar. */
    public static final String RESOURCE = "/" + Environment.getJniLibraryFileName("rocksdb");
    /** The name that RocksDB looks for in a directory; not that of the jar. */
    public static final String FILE = Environment.getJniLibraryFileName("rocksdbjni");

    private static LinkageError failed;

    private RocksLibrary() {}

    /**
     * Loads it unless that was done.
     *
     * @throws LinkageError when it cannot be: where it is unpacked, nothing may be run, or there is none for this machine
     */
    public static synchronized void load() {
        if (failed != null) {
            throw failed;
        }
        try {
            String folder = System.getProperty("jna.boot.library.path");
            if (folder != null && Files.exists(Path.of(folder, FILE))) {
                RocksDB.loadLibrary(List.of(folder));
            } else {
                PrivateLibrary.load(
                        RESOURCE,
                        FILE,
                        file -> RocksDB.loadLibrary(List.of(file.getParent().toString())));
            }
        } catch (LinkageError cannotBeLoaded) {
            failed = cannotBeLoaded;
            throw cannotBeLoaded;
        }
    }
}
