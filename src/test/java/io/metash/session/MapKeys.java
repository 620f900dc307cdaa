package io.metash.session;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Keys in memory, with a count of the keys that were read. */
final class MapKeys implements Segments.Keys {
    final NavigableMap<Bytes, SeqV> map = new TreeMap<>();
    long keysRead;

    static MapKeys of(String... keys) {
        MapKeys made = new MapKeys();
        long seq = 0;
        for (String key : keys) {
            made.map.put(Bytes.utf8(key), new SeqV(++seq, null, Bytes.utf8("v")));
        }
        return made;
    }

    @Override
    public KvCursor scan(Bytes from, Bytes to) {
        NavigableMap<Bytes, SeqV> tail = map.tailMap(from, true);
        Iterator<Map.Entry<Bytes, SeqV>> rows =
                (to == null ? tail : tail.headMap(to, false)).entrySet().iterator();
        return new KvCursor() {
            private Map.Entry<Bytes, SeqV> row;

            @Override
            public boolean next() {
                row = rows.hasNext() ? rows.next() : null;
                keysRead += row == null ? 0 : 1;
                return row != null;
            }

            @Override
            public Bytes key() {
                return row.getKey();
            }

            @Override
            public SeqV value() {
                return row.getValue();
            }

            @Override
            public void close() {}
        };
    }
}
