package io.metash.sort;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Iterates over the rows of a RocksDB in key order. Owns its iterator. */
public final class RocksCursor implements OrderedMap.Cursor {
    private final RocksIterator iterator;
    private final byte @Nullable [] from;
    private final byte @Nullable [] to;
    private final Function<RocksDBException, IOException> wrap;
    private boolean started;
    private byte @Nullable [] key;

    /** Creates a cursor over a range, null for no bound; {@code wrap} converts the errors of the store. */
    public RocksCursor(
            RocksIterator iterator,
            byte @Nullable [] fromInclusive,
            byte @Nullable [] toExclusive,
            Function<RocksDBException, IOException> wrap) {
        this.iterator = iterator;
        this.from = fromInclusive;
        this.to = toExclusive;
        this.wrap = wrap;
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
                throw wrap.apply(failed);
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
        return Objects.requireNonNull(key, "there is no row before next() or after the last one");
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
