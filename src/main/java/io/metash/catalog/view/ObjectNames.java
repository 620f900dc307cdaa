package io.metash.catalog.view;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.StoredMessage;
import io.metash.record.U64;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Resolves ids to names by the keys that lead back from an id to its name (keyspace §6). Results are cached. */
public final class ObjectNames {
    private static final int REMEMBERED = 10_000;

    private final CatalogReader reader;
    private final Map<String, Optional<String>> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
            return size() > REMEMBERED;
        }
    };

    ObjectNames(CatalogReader reader) {
        this.reader = reader;
    }

    /** Returns the name of a database. */
    public Optional<String> database(long id) throws IOException {
        return back("__fd_database_id_to_name/{u:database}", CatalogReader.id(id));
    }

    /** Returns the tenant of a database. */
    public Optional<String> tenantOfDatabase(long id) throws IOException {
        return reader.entry("__fd_database_id_to_name/{u:database}", CatalogReader.id(id))
                .flatMap(CatalogReader.Entry::message)
                .map(name -> name.text("tenant"));
    }

    /** Returns a table as {@code database.table}, with the database's id when its name is missing. */
    public Optional<String> table(long id) throws IOException {
        String pattern = "__fd_table_id_to_name/{u:table}";
        String text = CatalogReader.id(id);
        Optional<String> remembered = known.get(pattern + text);
        if (remembered != null) {
            return remembered;
        }
        Optional<StoredMessage> name = reader.entry(pattern, text).flatMap(CatalogReader.Entry::message);
        Optional<String> found = Optional.empty();
        if (name.isPresent()) {
            long database = name.get().number("db_id");
            String of = database(database).orElse(CatalogReader.id(database));
            found = Optional.of(of + "." + name.get().text("table_name"));
        }
        known.put(pattern + text, found);
        return found;
    }

    /** Returns the name of a tenant's masking policy. */
    public Optional<String> maskingPolicy(String tenant, long id) throws IOException {
        return back("__fd_datamask_id_to_name/{t}/{u:policy}", tenant, CatalogReader.id(id));
    }

    /** Returns the name of a tenant's row access policy. */
    public Optional<String> rowAccessPolicy(String tenant, long id) throws IOException {
        return back("__fd_row_access_policy_id_to_name/{t}/{u:policy}", tenant, CatalogReader.id(id));
    }

    /** Returns a procedure's name with argument types: {@code name(Int8)}. */
    public Optional<String> procedure(long id) throws IOException {
        return reader.entry("__fd_procedure_id_to_name/{u:procedure}", CatalogReader.id(id))
                .flatMap(CatalogReader.Entry::message)
                .map(name -> name.text("name") + "(" + name.text("args") + ")");
    }

    /**
     * Returns the name of the object of a key with an id, for example {@code default.customer} for
     * {@code __fd_table_by_id/125}; empty when the key has no id or the name is not stored.
     */
    public Optional<String> of(CatalogKey key) throws IOException {
        if (key.form().isEmpty()) {
            return Optional.empty();
        }
        String tenant = key.tenant().orElse("");
        return switch (key.form().get().pattern()) {
            case "__fd_database_by_id/{u:database}" -> database(number(key, "database"));
            case "__fd_table_by_id/{u:table}" -> table(number(key, "table"));
            case "__fd_catalog_by_id/{u:catalog}" ->
                back("__fd_catalog_id_to_name/{u:catalog}", key.part("catalog").orElseThrow());
            case "__fd_index_by_id/{u:index}" ->
                back("__fd_index_id_to_name/{u:index}", key.part("index").orElseThrow());
            case "__fd_procedure_by_id/{u:procedure}" -> procedure(number(key, "procedure"));
            case "__fd_row_access_policy_by_id/{t}/{u:policy}" -> rowAccessPolicy(tenant, number(key, "policy"));
            case "__fd_tag_by_id/{t}/{u:tag}" ->
                back("__fd_tag_id_to_name/{t}/{u:tag}", tenant, key.part("tag").orElseThrow());
            default -> Optional.empty();
        };
    }

    private static long number(CatalogKey key, String part) {
        return U64.parse(key.part(part).orElseThrow());
    }

    private Optional<String> back(String pattern, String... parts) throws IOException {
        String remember = pattern + String.join("/", parts);
        Optional<String> remembered = known.get(remember);
        if (remembered == null) {
            remembered = reader.entry(pattern, parts)
                    .flatMap(CatalogReader.Entry::message)
                    .map(name -> name.text("name"));
            known.put(remember, remembered);
        }
        return remembered;
    }
}
