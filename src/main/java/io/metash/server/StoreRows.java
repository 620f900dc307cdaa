package io.metash.server;

import io.metash.sort.OrderedMap;
import io.metash.sort.RocksCursor;
import io.metash.sort.RocksLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/**
 * All rows of the service in one RocksDB. Puts go to a batch, visible to the writer, until {@link #commit} makes it
 * durable in one synced step. Readers use an immutable {@link View}. An empty value marks a deletion.
 */
final class StoreRows implements OrderedMap {
    private static final long WRITE_BUFFER_BYTES = 16L << 20;
    private static final long CACHE_BYTES = 16L << 20;
    private static final byte[] NOTHING = {};

    private final LRUCache cache;
    private final Options options;
    private final RocksDB db;
    private final WriteBatchWithIndex batch = new WriteBatchWithIndex(true);
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final ReadOptions reads = new ReadOptions();
    private long largestPut;
    private long putBytes;
    private int openViews;
    private boolean closed;

    private StoreRows(LRUCache cache, Options options, RocksDB db) {
        this.cache = cache;
        this.options = options;
        this.db = db;
    }

    /** Opens the rows in a directory, creating it when missing. */
    static StoreRows open(Path directory) throws IOException {
        RocksLibrary.load();
        LRUCache cache = new LRUCache(CACHE_BYTES);
        Options options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxOpenFiles(128)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache))
                .setKeepLogFileNum(2);
        try {
            return new StoreRows(cache, options, RocksDB.open(options, directory.toString()));
        } catch (RocksDBException failed) {
            options.close();
            cache.close();
            throw wrap(failed);
        }
    }

    static IOException wrap(RocksDBException failed) {
        return new IOException("the store of the service: " + failed.getMessage(), failed);
    }

    @Override
    public byte[] get(byte[] key) throws IOException {
        try {
            return batch.getFromBatchAndDB(db, reads, key);
        } catch (RocksDBException failed) {
            throw wrap(failed);
        }
    }

    @Override
    public void put(byte[] key, byte[] value) throws IOException {
        try {
            if (value.length == 0) {
                batch.delete(key);
            } else {
                batch.put(key, value);
                largestPut = Math.max(largestPut, value.length);
                putBytes += value.length;
            }
        } catch (RocksDBException failed) {
            throw wrap(failed);
        }
    }

    @Override
    public void remove(byte[] key) throws IOException {
        put(key, new byte[0]);
    }

    @Override
    public Cursor scan(byte @Nullable [] fromInclusive, byte @Nullable [] toExclusive) {
        return new RocksCursor(
                batch.newIteratorWithBase(db.newIterator(reads), reads), fromInclusive, toExclusive, StoreRows::wrap);
    }

    /** Commits all puts since the last commit atomically and durably. */
    void commit() throws IOException {
        try {
            db.write(synced, batch);
        } catch (RocksDBException failed) {
            throw wrap(failed);
        }
        rollback();
    }

    /** Discards all puts since the last commit. */
    void rollback() {
        batch.clear();
        largestPut = 0;
        putBytes = 0;
    }

    /**
     * Returns an upper bound for the size of a row's value without loading it: the committed value, or the largest
     * put since.
     *
     * @return bytes, 0 when the row is missing
     */
    long sizeAtMost(byte[] key) throws IOException {
        try {
            return Math.max(largestPut, Math.max(0, db.get(reads, key, NOTHING)));
        } catch (RocksDBException failed) {
            throw wrap(failed);
        }
    }

    /** Returns an upper bound for the total size of the values below a prefix in bytes, without loading them. */
    long sizeBelow(byte[] prefix) throws IOException {
        long sum = putBytes;
        ByteBuffer start = ByteBuffer.allocateDirect(16);
        try (RocksIterator walk = db.newIterator(reads)) {
            for (walk.seek(prefix); walk.isValid(); walk.next()) {
                byte[] key = walk.key();
                if (key.length < prefix.length || !Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
                    break;
                }
                sum += walk.value(start.clear());
            }
            walk.status();
            return sum;
        } catch (RocksDBException failed) {
            throw wrap(failed);
        }
    }

    /** Returns a view of the committed rows. It may be closed on another thread. */
    synchronized View view() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        openViews++;
        return new View();
    }

    private synchronized void viewClosed() {
        openViews--;
        notifyAll();
    }

    /** Waits for all views to be closed, for a limited time: an open view prevents freeing the native store. */
    private synchronized boolean lastViewClosed() {
        closed = true;
        long endNs = System.nanoTime() + 5_000_000_000L;
        try {
            while (openViews > 0 && System.nanoTime() < endNs) {
                wait(100);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        return openViews == 0;
    }

    @Override
    public void close() {
        if (!lastViewClosed()) {
            return;
        }
        batch.close();
        reads.close();
        synced.close();
        db.close();
        options.close();
        cache.close();
    }

    /** An immutable view of the rows. Thread-safe; cursors are not shared. */
    final class View implements OrderedMap {
        private final Snapshot snapshot = db.getSnapshot();
        private final ReadOptions at = new ReadOptions().setSnapshot(snapshot);
        private boolean open = true;

        @Override
        public byte[] get(byte[] key) throws IOException {
            try {
                return db.get(at, key);
            } catch (RocksDBException failed) {
                throw wrap(failed);
            }
        }

        @Override
        public void put(byte[] key, byte[] value) {
            throw new UnsupportedOperationException("a view does not change");
        }

        @Override
        public void remove(byte[] key) {
            throw new UnsupportedOperationException("a view does not change");
        }

        @Override
        public Cursor scan(byte @Nullable [] fromInclusive, byte @Nullable [] toExclusive) {
            return new RocksCursor(db.newIterator(at), fromInclusive, toExclusive, StoreRows::wrap);
        }

        @Override
        public synchronized void close() {
            if (open) {
                open = false;
                at.close();
                db.releaseSnapshot(snapshot);
                snapshot.close();
                viewClosed();
            }
        }
    }
}
