package io.metash.sort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/** An ordered map on disk, for as long as it is open. */
final class RocksMap implements OrderedMap {
    private final Scratch scratch;
    private final WriteOptions writes;
    private final ReadOptions reads;

    RocksMap(Path scratchParent) throws IOException {
        // The scratch store loads the native library, which options need as well.
        scratch = new Scratch(scratchParent);
        writes = new WriteOptions().setDisableWAL(true);
        reads = new ReadOptions().setFillCache(false);
    }

    @Override
    public byte[] get(byte[] key) throws IOException {
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
    public Cursor scan(byte[] fromInclusive, byte[] toExclusive) {
        return new Walk(scratch.db().newIterator(reads), fromInclusive, toExclusive);
    }

    @Override
    public void close() throws IOException {
        writes.close();
        reads.close();
        scratch.close();
    }

    private static final class Walk implements Cursor {
        private final RocksIterator iterator;
        private final byte[] from;
        private final byte[] to;
        private boolean started;
        private byte[] key;

        Walk(RocksIterator iterator, byte[] from, byte[] to) {
            this.iterator = iterator;
            this.from = from;
            this.to = to;
        }

        @Override
        public boolean next() throws IOException {
            if (started) {
                if (key == null) {
                    return false;
                }
                iterator.next();
            } else if (from == null) {
                iterator.seekToFirst();
            } else {
                iterator.seek(from);
            }
            started = true;
            key = null;
            if (!iterator.isValid()) {
                try {
                    iterator.status();
                } catch (RocksDBException failed) {
                    throw Scratch.wrap(failed);
                }
                return false;
            }
            byte[] at = iterator.key();
            if (to == null || Arrays.compareUnsigned(at, to) < 0) {
                key = at;
            }
            return key != null;
        }

        @Override
        public byte[] key() {
            return key;
        }

        @Override
        public byte[] value() {
            return iterator.value();
        }

        @Override
        public void close() {
            iterator.close();
        }
    }
}
