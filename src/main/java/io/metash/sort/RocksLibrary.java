package io.metash.sort;

import org.rocksdb.RocksDB;

/** The native part of RocksDB. Asked a second time after a failure, RocksDB itself waits forever; this fails again. */
public final class RocksLibrary {
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
            RocksDB.loadLibrary();
        } catch (LinkageError cannotBeLoaded) {
            failed = cannotBeLoaded;
            throw cannotBeLoaded;
        }
    }
}
