package io.metash.sort;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An ordered map in memory. */
public final class MemoryMap implements OrderedMap {
    private final TreeMap<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] get(byte[] key) {
        return map.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        map.put(key, value);
    }

    @Override
    public void remove(byte[] key) {
        map.remove(key);
    }

    @Override
    public Cursor scan(byte @Nullable [] fromInclusive, byte @Nullable [] toExclusive) {
        return new Walk(fromInclusive, toExclusive);
    }

    /** The entries, ascending. */
    Iterable<Map.Entry<byte[], byte[]>> entries() {
        return map.entrySet();
    }

    @Override
    public void close() {
        map.clear();
    }

    /** Looks up the next higher key at each step, so that the map may change during the iteration. */
    private final class Walk implements Cursor {
        private final byte @Nullable [] from;
        private final byte @Nullable [] to;
        private Map.@Nullable Entry<byte[], byte[]> at;
        private boolean started;

        Walk(byte @Nullable [] from, byte @Nullable [] to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public boolean next() {
            if (!started) {
                started = true;
                if (from == null) {
                    at = map.firstEntry();
                } else {
                    at = map.ceilingEntry(from);
                }
            } else if (at != null) {
                at = map.higherEntry(at.getKey());
            }
            if (at != null && to != null && Arrays.compareUnsigned(at.getKey(), to) >= 0) {
                at = null;
            }
            return at != null;
        }

        @Override
        public byte[] key() {
            return entry().getKey();
        }

        @Override
        public byte[] value() {
            return entry().getValue();
        }

        private Map.Entry<byte[], byte[]> entry() {
            return Objects.requireNonNull(at, "there is no entry before next() or after the last one");
        }

        @Override
        public void close() {
            at = null;
        }
    }
}
