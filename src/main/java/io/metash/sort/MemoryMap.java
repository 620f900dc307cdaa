package io.metash.sort;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** An ordered map in memory. */
public final class MemoryMap implements OrderedMap {
    private final TreeMap<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte[] get(byte[] key) {
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
    public Cursor scan(byte[] fromInclusive, byte[] toExclusive) {
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
        private final byte[] from;
        private final byte[] to;
        private Map.Entry<byte[], byte[]> at;
        private boolean started;

        Walk(byte[] from, byte[] to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public boolean next() {
            if (!started) {
                started = true;
                at = from == null ? map.firstEntry() : map.ceilingEntry(from);
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
            return at.getKey();
        }

        @Override
        public byte[] value() {
            return at.getValue();
        }

        @Override
        public void close() {
            at = null;
        }
    }
}
