package io.metash.catalog.view;

import io.metash.catalog.CatalogKey;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.record.SeqV;
import io.metash.record.U64;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares two stores as objects: tables dropped, columns added, roles granted. Reads both in key order, so memory
 * does not grow with the stores.
 */
public final class CatalogDiff {
    /** Keys that are written together with an object; their changes are reported for the object. */
    private static final Set<String> DERIVED = Set.of(
            "__fd_id_gen",
            "__fd_database_id_to_name",
            "__fd_db_id_list",
            "__fd_table_id_to_name",
            "__fd_table_id_list",
            "__fd_index_id_to_name",
            "__fd_catalog_id_to_name",
            "__fd_procedure_id_to_name",
            "__fd_datamask_id_to_name",
            "__fd_datamask_id_list",
            "__fd_row_access_policy_id_to_name",
            "__fd_tag_id_to_name",
            "__fd_table_lock_v2_seq",
            "__fd_tag_object_ref",
            "_txn_id",
            "_result_cache");
    /** Records by id: creation and deletion are reported for the name, only changes for the record. */
    private static final Set<String> BY_ID = Set.of(
            "__fd_database_by_id",
            "__fd_table_by_id",
            "__fd_index_by_id",
            "__fd_catalog_by_id",
            "__fd_procedure_by_id",
            "__fd_datamask_by_id",
            "__fd_row_access_policy_by_id",
            "__fd_tag_by_id",
            "__fd_dictionary_by_id");
    /** Names that can be renamed, with the key that maps the id to its name. */
    private static final Map<String, String> NAMED = Map.of(
            "__fd_database", "__fd_database_id_to_name/{u:database}",
            "__fd_table", "__fd_table_id_to_name/{u:table}");

    private final CatalogReader before;
    private final CatalogReader after;
    private final Visitor visitor;
    private long others;

    /**
     * A change of an object.
     *
     * @param kind the kind of object: {@code table}, {@code user} and so on, as in the plain form of its key
     * @param object its name
     * @param change the change as text
     */
    public record Change(String kind, String object, String change) {
        @Override
        public String toString() {
            return (kind + " " + object).strip() + ": " + change;
        }
    }

    /** Receives the changes. */
    @FunctionalInterface
    public interface Visitor {
        /** Receives a change. */
        void visit(Change change) throws IOException;
    }

    /** Creates a comparison of two stores. */
    public CatalogDiff(CatalogReader before, CatalogReader after, Visitor visitor) {
        this.before = before;
        this.after = after;
        this.visitor = visitor;
    }

    /** Compares all keys and reports changes in key order. */
    public void run() throws IOException {
        try (KvCursor old = before.store().scan(Bytes.EMPTY);
                KvCursor now = after.store().scan(Bytes.EMPTY)) {
            boolean inOld = old.next();
            boolean inNew = now.next();
            while (inOld || inNew) {
                int order = order(inOld, old, inNew, now);
                Bytes key;
                if (order <= 0) {
                    key = old.key();
                } else {
                    key = now.key();
                }
                SeqV before = null;
                if (order <= 0) {
                    before = old.value();
                }
                SeqV after = null;
                if (order >= 0) {
                    after = now.value();
                }
                key(key, before, after);
                if (order <= 0) {
                    inOld = old.next();
                }
                if (order >= 0) {
                    inNew = now.next();
                }
            }
        }
    }

    private static int order(boolean inOld, KvCursor old, boolean inNew, KvCursor now) {
        if (!inOld) {
            return 1;
        }
        if (inNew) {
            return old.key().compareTo(now.key());
        }
        return -1;
    }

    /** Number of keys that differ without a report: keys of unknown form, or written along with others. */
    public long others() {
        return others;
    }

    private void key(Bytes bytes, @Nullable SeqV old, @Nullable SeqV now) throws IOException {
        if (old != null && now != null && old.data().equals(now.data())) {
            return;
        }
        CatalogKey key = CatalogKey.parse(bytes);
        String prefix = key.form().map(form -> form.prefix()).orElse("");
        if (prefix.isEmpty() || DERIVED.contains(prefix)) {
            others++;
        } else if (old != null && now != null) {
            changed(key, prefix, old, now);
        } else if (BY_ID.contains(prefix)) {
            others++;
        } else {
            addedOrRemoved(key, prefix, Optional.ofNullable(old), Optional.ofNullable(now));
        }
    }

    private void changed(CatalogKey key, String prefix, SeqV old, SeqV now) throws IOException {
        if (NAMED.containsKey(prefix)) {
            String was = text(old);
            add(key, "replaced (id " + was + " -> " + text(now) + ")");
            return;
        }
        List<String> changes = ObjectChanges.between(after, key, old, now);
        if (changes.isEmpty()) {
            others++;
        }
        for (String change : changes) {
            add(key, change);
        }
    }

    private static String text(SeqV value) {
        return value.data().text();
    }

    private void addedOrRemoved(CatalogKey key, String prefix, Optional<SeqV> old, Optional<SeqV> now)
            throws IOException {
        String back = NAMED.get(prefix);
        if (back == null) {
            add(key, now.isPresent() ? "created" : "dropped");
            return;
        }
        String id = text(old.or(() -> now).orElseThrow());
        // A renamed object is in the other store under its other name.
        CatalogReader other = after;
        if (now.isPresent()) {
            other = before;
        }
        Optional<String> elsewhere = living(other, key, back, id);
        if (elsewhere.isEmpty()) {
            add(key, now.isPresent() ? "created" : "dropped");
        } else if (now.isPresent()) {
            add(key, "renamed from `" + elsewhere.get() + "`");
        } else {
            others++;
        }
    }

    /** Returns the name of an id in a store if the object exists there and is not dropped. */
    private static Optional<String> living(CatalogReader store, CatalogKey key, String back, String id)
            throws IOException {
        if (!id.matches("\\d{1,20}")) {
            return Optional.empty();
        }
        boolean database = back.startsWith("__fd_database");
        Optional<CatalogReader.Entry> name = store.entry(back, id);
        if (name.isEmpty() || name.get().message().isEmpty()) {
            return Optional.empty();
        }
        String text = name.get().message().get().text(database ? "name" : "table_name");
        CatalogKey target;
        if (database) {
            target = CatalogKey.of(
                    "__fd_database/{t}/{s:database}", name.get().message().get().text("tenant"), text);
        } else {
            target = CatalogKey.of(
                    "__fd_table/{u:database}/{s:table}",
                    name.get().message().get().asText("db_id"),
                    text);
        }
        boolean lives = store.store()
                .get(target.bytes())
                .filter(value -> text(value).equals(id))
                .isPresent();
        if (!lives || target.bytes().equals(key.bytes())) {
            return Optional.empty();
        }
        if (database) {
            return Optional.of(text);
        }
        return store.names().table(U64.parse(id));
    }

    private void add(CatalogKey key, String change) throws IOException {
        visitor.visit(new Change(ObjectTitles.kind(key), ObjectTitles.name(this::named, key), change));
    }

    /** Returns the name of an id, preferring the newer store. */
    private Optional<String> named(CatalogKey key) throws IOException {
        Optional<String> now = after.names().of(key);
        if (now.isPresent()) {
            return now;
        }
        return before.names().of(key);
    }
}
