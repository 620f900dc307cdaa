package io.metash.catalog.view;

import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.testing.StoredBytes;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store in memory. */
final class MapStore implements KeyValues {
    private final TreeMap<Bytes, SeqV> keys = new TreeMap<>();

    /** Sets a key to a text. */
    MapStore put(String key, String value) {
        return put(key, Bytes.utf8(value));
    }

    /** Sets a key to a message in protobuf's text form. */
    MapStore put(String key, String type, String text) {
        return put(key, StoredBytes.of(type, text));
    }

    private MapStore put(String key, Bytes value) {
        keys.put(Bytes.utf8(key), new SeqV(keys.size() + 1, null, value));
        return this;
    }

    /** A database, and the record that maps its id to its name. */
    MapStore database(String name, long id) {
        return put("__fd_database/t/" + name, String.valueOf(id))
                .put("__fd_database_by_id/" + id, "DatabaseMeta", "engine: 'default'")
                .put("__fd_database_id_to_name/" + id, "TIdent", "tenant: 't' name: '" + name + "'");
    }

    /** A table, and the record that maps its id to its name. */
    MapStore table(long database, String name, long id, String text) {
        return put("__fd_table/" + database + "/" + name, String.valueOf(id))
                .put("__fd_table_by_id/" + id, "TableMeta", text)
                .put(
                        "__fd_table_id_to_name/" + id,
                        "DbIdTableName",
                        "db_id: " + database + " table_name: '" + name + "'");
    }

    @Override
    public Optional<SeqV> get(Bytes key) {
        return Optional.ofNullable(keys.get(key));
    }

    @Override
    public KvCursor scan(Bytes prefix) {
        Iterator<Map.Entry<Bytes, SeqV>> all = keys.tailMap(prefix).entrySet().iterator();
        return new KvCursor() {
            private Map.Entry<Bytes, SeqV> at;

            @Override
            public boolean next() {
                at = all.hasNext() ? all.next() : null;
                return at != null && at.getKey().startsWith(prefix);
            }

            @Override
            public Bytes key() {
                return at.getKey();
            }

            @Override
            public SeqV value() {
                return at.getValue();
            }

            @Override
            public void close() {}
        };
    }
}
