package io.metash.sort;

import io.metash.files.DeleteOnExit;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A temporary RocksDB, deleted when closed: bounded memory, no durability. */
final class Scratch implements Closeable {
    private static final long WRITE_BUFFER_BYTES = 16L << 20;
    private static final int WRITE_BUFFERS = 2;
    private static final long CACHE_BYTES = 8L << 20;
    private static final int OPEN_FILES = 64;

    private final Path directory;
    private final LRUCache cache;
    private final Options options;
    private final RocksDB db;

    Scratch(Path parent) throws IOException {
        RocksLibrary.load();
        directory = DeleteOnExit.create(() -> {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, "metash-sort-");
        });
        cache = new LRUCache(CACHE_BYTES);
        options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(WRITE_BUFFERS)
                .setMaxOpenFiles(OPEN_FILES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setCacheIndexAndFilterBlocks(true))
                .setKeepLogFileNum(1);
        try {
            db = RocksDB.open(options, directory.toString());
        } catch (RocksDBException failed) {
            options.close();
            cache.close();
            throw wrap(failed);
        }
    }

    RocksDB db() {
        return db;
    }

    static IOException wrap(RocksDBException failed) {
        return new IOException("the scratch store for sorting: " + failed.getMessage(), failed);
    }

    @Override
    public void close() throws IOException {
        db.close();
        options.close();
        cache.close();
        List<Path> files;
        try (Stream<Path> list = Files.walk(directory)) {
            files = list.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        DeleteOnExit.remove(directory);
    }
}
