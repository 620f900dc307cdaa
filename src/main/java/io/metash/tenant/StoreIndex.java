package io.metash.tenant;

import io.metash.catalog.KeyForms;
import io.metash.catalog.StoredMessage;
import io.metash.catalog.StoredValue;
import io.metash.catalog.TenantSpelling;
import io.metash.catalog.ValueKind.Encoding;
import io.metash.record.Bytes;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Index built by the first pass: the keys, the ids in names, and the few values with references. */
final class StoreIndex {
    private static final Set<String> WITH_REFERENCES =
            Set.of("__fd_users", "__fd_roles", "__fd_db_id_list", "__fd_table_id_list", "__fd_datamask_id_list");
    private static final String INDEX = "__fd_index_by_id";
    private static final String DROPPED_INDEX = "__fd_marked_deleted_index/";

    private final KeyTable keys = new KeyTable();
    private final Map<Bytes, Bytes> values = new HashMap<>();
    private final Map<String, List<String>> indexesOfTable = new HashMap<>();
    private final Map<String, List<String>> droppedIndexes = new HashMap<>();
    private final List<Bytes> unread = new ArrayList<>();

    /** Adds a key with its value. */
    void add(Bytes key, Bytes value, int line) {
        String text = key.text();
        int slash = text.indexOf('/');
        String family = text;
        if (slash >= 0) {
            family = text.substring(0, slash);
        }
        if (WITH_REFERENCES.contains(family)) {
            values.put(key, value);
        }
        if (text.startsWith(DROPPED_INDEX)) {
            String index = text.substring(text.lastIndexOf('/') + 1);
            droppedIndexes.computeIfAbsent(index, i -> new ArrayList<>()).add(text);
        }
        keys.add(key, line, family.equals(INDEX) ? tableOf(key, value) : idIn(key, value));
    }

    private long tableOf(Bytes key, Bytes value) {
        Optional<StoredMessage> message = StoredValue.of(key, value).message();
        if (message.isEmpty()) {
            unread.add(key);
            return 0;
        }
        long table = message.get().number("table_id");
        String text = key.text();
        indexesOfTable
                .computeIfAbsent(U64.text(table), t -> new ArrayList<>())
                .add(text.substring(text.lastIndexOf('/') + 1));
        return table;
    }

    private long idIn(Bytes key, Bytes value) {
        if (KeyForms.value(key).encoding() != Encoding.ID) {
            return 0;
        }
        Optional<Long> id = StoredValue.of(key, value).id();
        if (id.isEmpty()) {
            unread.add(key);
        }
        return id.orElse(0L);
    }

    /** The keys. */
    KeyTable keys() {
        return keys;
    }

    /**
     * Returns the rank of a key, or {@link KeyTable#MISSING}.
     *
     * @param strict whether the tenant in the key must be spelled as given
     */
    int find(String key, boolean strict) {
        for (String spelled : spellings(key, strict)) {
            int rank = keys.find(Bytes.utf8(spelled));
            if (rank != KeyTable.MISSING) {
                return rank;
            }
        }
        return KeyTable.MISSING;
    }

    /** The spellings in which a key or the start of one is looked up. */
    static Set<String> spellings(String key, boolean strict) {
        if (strict) {
            return Set.of(key);
        }
        return TenantSpelling.all(key);
    }

    /** Returns a value with references. */
    Optional<Bytes> value(Bytes key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Returns keys with an unreadable value that should contain an id or an index. */
    List<Bytes> unread() {
        return unread;
    }

    /** The ids of the indexes on a table. */
    List<String> indexesOfTable(String table) {
        return indexesOfTable.getOrDefault(table, List.of());
    }

    /** The keys {@code __fd_marked_deleted_index/TABLE/INDEX} of an index. */
    List<String> droppedIndexes(String index) {
        return droppedIndexes.getOrDefault(index, List.of());
    }

    /** Whether a key exists. */
    boolean has(String key) {
        return keys.find(Bytes.utf8(key)) != KeyTable.MISSING;
    }
}
