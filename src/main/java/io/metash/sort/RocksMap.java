package io.metash.sort;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** An ordered map on disk, deleted when closed. */
final class RocksMap implements OrderedMap {
    private final Scratch scratch;
    private final WriteOptions writes;
    private final ReadOptions reads;

    RocksMap(Path scratchParent) throws IOException {
        // Opening the scratch store loads the native library, which the options need.
        scratch = new Scratch(scratchParent);
        writes = new WriteOptions().setDisableWAL(true);
        reads = new ReadOptions().setFillCache(false);
    }

    @Override
    public byte @Nullable [] get(byte[] key) throws IOException {
        try {
            return scratch.db().get(key);
        } catch (RocksDBException failed) {
            throw Scratch.wrap(failed);
        }
    }

    @Override
    public void put(byte[] key, byte[] value) throws IOException {
        try {
            scratch.db().put(writes, key, value);
        } catch (RocksDBException failed) {
            throw Scratch.wrap(failed);
        }
    }

    @Override
    public void remove(byte[] key) throws IOException {
        try {
            scratch.db().delete(writes, key);
        } catch (RocksDBException failed) {
            throw Scratch.wrap(failed);
        }
    }

    @Override
    public Cursor scan(byte @Nullable [] fromInclusive, byte @Nullable [] toExclusive) {
        return new RocksCursor(scratch.db().newIterator(reads), fromInclusive, toExclusive, Scratch::wrap);
    }

    @Override
    public void close() throws IOException {
        writes.close();
        reads.close();
        scratch.close();
    }
}
