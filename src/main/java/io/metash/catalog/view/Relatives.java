package io.metash.catalog.view;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.KeyEscape;
import io.metash.catalog.KeyPart;
import io.metash.catalog.Privileges;
import io.metash.catalog.StoredMessage;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the keys of an object: its name, id, record, history, owner, dependents and grants. */
public final class Relatives {
    /** Limit on listed keys per relation. */
    private static final int LISTED = 20;
    /** Objects with a name that maps to an id, by the key part that holds the id. */
    private static final Map<String, String[]> BY_ID = Map.ofEntries(
            Map.entry("__fd_catalog", new String[] {"__fd_catalog_by_id", "__fd_catalog_id_to_name"}),
            Map.entry("__fd_index", new String[] {"__fd_index_by_id", "__fd_index_id_to_name"}),
            Map.entry("__fd_procedure", new String[] {"__fd_procedure_by_id", "__fd_procedure_id_to_name"}),
            Map.entry("__fd_dictionaries", new String[] {"__fd_dictionary_by_id"}));

    private final CatalogReader reader;
    private final List<Row> rows = new ArrayList<>();

    private Relatives(CatalogReader reader) {
        this.reader = reader;
    }

    /**
     * A related key.
     *
     * @param relation the role of the key: {@code name}, {@code record}, {@code owner} and so on
     * @param key the key
     * @param stored whether the key exists
     * @param says a summary of the value; empty text when it needs more words
     */
    public record Row(String relation, Bytes key, boolean stored, String says) {}

    /** Lists the related keys of a key, including the key itself. */
    public static List<Row> of(CatalogReader reader, CatalogKey key) throws IOException {
        Relatives relatives = new Relatives(reader);
        Optional<String> table = relatives.tableId(key);
        Optional<String> database = relatives.databaseId(key);
        if (table.isPresent()) {
            relatives.table(table.get());
        } else if (database.isPresent()) {
            relatives.database(database.get());
        } else {
            relatives.other(key);
        }
        return relatives.rows;
    }

    private Optional<String> tableId(CatalogKey key) throws IOException {
        String pattern = key.form().map(form -> form.pattern()).orElse("");
        if (pattern.equals("__fd_table/{u:database}/{s:table}")) {
            return reader.entry(key).flatMap(entry -> entry.value().id()).map(CatalogReader::id);
        }
        boolean owner = pattern.startsWith("__fd_object_owners/{t}/table-by-id");
        boolean own = pattern.startsWith("__fd_table_") && !pattern.startsWith("__fd_table_id_list");
        if (owner || own) {
            return key.part("table");
        }
        return Optional.empty();
    }

    private Optional<String> databaseId(CatalogKey key) throws IOException {
        String pattern = key.form().map(form -> form.pattern()).orElse("");
        if (pattern.equals("__fd_database/{t}/{s:database}")) {
            return reader.entry(key).flatMap(entry -> entry.value().id()).map(CatalogReader::id);
        }
        boolean owner = pattern.startsWith("__fd_object_owners/{t}/database-by-id");
        if (owner || pattern.startsWith("__fd_database_")) {
            return key.part("database");
        }
        return Optional.empty();
    }

    private void table(String id) throws IOException {
        Optional<StoredMessage> back =
                reader.entry("__fd_table_id_to_name/{u:table}", id).flatMap(CatalogReader.Entry::message);
        String tenant = "";
        if (back.isPresent()) {
            String database = back.get().asText("db_id");
            String name = back.get().text("table_name");
            tenant = reader.names().tenantOfDatabase(back.get().number("db_id")).orElse("");
            one("name", CatalogKey.of("__fd_table/{u:database}/{s:table}", database, name));
            one("record", CatalogKey.of("__fd_table_by_id/{u:table}", id));
            one("back to the name", CatalogKey.of("__fd_table_id_to_name/{u:table}", id));
            one("history of the name", CatalogKey.of("__fd_table_id_list/{u:database}/{s:table}", database, name));
            one("database", CatalogKey.of("__fd_database_by_id/{u:database}", database));
        } else {
            one("record", CatalogKey.of("__fd_table_by_id/{u:table}", id));
            one("back to the name", CatalogKey.of("__fd_table_id_to_name/{u:table}", id));
        }
        if (!tenant.isEmpty()) {
            one("owner", CatalogKey.of("__fd_object_owners/{t}/table-by-id/{u:table}", tenant, id));
        }
        one("least visible time", CatalogKey.of("__fd_table_lvt/{u:table}", id));
        many("copied file", "__fd_table_copied_files/" + id + "/");
        many("snapshot tag", "__fd_table_tag/" + id + "/");
        if (!tenant.isEmpty()) {
            many("lock", "__fd_table_lock/" + KeyEscape.escape(tenant) + "/" + id + "/");
            granted("tablebyid", "table", id);
        }
    }

    private void database(String id) throws IOException {
        Optional<StoredMessage> back =
                reader.entry("__fd_database_id_to_name/{u:database}", id).flatMap(CatalogReader.Entry::message);
        if (back.isPresent()) {
            one(
                    "name",
                    CatalogKey.of(
                            "__fd_database/{t}/{s:database}",
                            back.get().text("tenant"),
                            back.get().text("name")));
        }
        one("record", CatalogKey.of("__fd_database_by_id/{u:database}", id));
        one("back to the name", CatalogKey.of("__fd_database_id_to_name/{u:database}", id));
        if (back.isPresent()) {
            String tenant = back.get().text("tenant");
            one(
                    "history of the name",
                    CatalogKey.of(
                            "__fd_db_id_list/{t}/{s:database}",
                            tenant,
                            back.get().text("name")));
            one("owner", CatalogKey.of("__fd_object_owners/{t}/database-by-id/{u:database}", tenant, id));
        }
        many("table", "__fd_table/" + id + "/");
        granted("databasebyid", "db", id);
    }

    /**
     * Handles objects whose name maps to a record without a tenant in its key; other keys have no further relatives.
     */
    private void other(CatalogKey key) throws IOException {
        one("itself", key);
        String[] prefixes = BY_ID.get(key.form().map(form -> form.prefix()).orElse(""));
        Optional<CatalogReader.Entry> entry = reader.entry(key);
        Optional<CatalogKey> target = entry.flatMap(found -> found.value().target(key));
        if (target.isPresent()) {
            one("record", target.get());
            if (prefixes != null && prefixes.length > 1) {
                String id = target.get()
                        .parts()
                        .get(target.get().parts().size() - 1)
                        .text();
                one("back to the name", CatalogKey.parse(Bytes.utf8(prefixes[1] + "/" + id)));
            }
        }
        ownerByName(key);
    }

    private void ownerByName(CatalogKey key) throws IOException {
        String prefix = key.form().map(form -> form.prefix()).orElse("");
        Map<String, String> owners = Map.of(
                "__fd_stages", "stage-by-name/{s:stage}",
                "__fd_udfs", "udf-by-name/{s:function}",
                "__fd_connection", "connection-by-name/{s:connection}",
                "__fd_sequence", "sequence-by-name/{s:sequence}");
        if (owners.containsKey(prefix)) {
            List<KeyPart> parts = key.parts();
            one(
                    "owner",
                    CatalogKey.of(
                            "__fd_object_owners/{t}/" + owners.get(prefix),
                            parts.get(0).text(),
                            parts.get(1).text()));
        }
        if (prefix.equals("__fd_sequence")) {
            List<KeyPart> parts = key.parts();
            one(
                    "counter",
                    CatalogKey.of(
                            "__fd_sequence_storage/{t}/{s:sequence}",
                            parts.get(0).text(),
                            parts.get(1).text()));
        }
    }

    private void one(String relation, CatalogKey key) throws IOException {
        Optional<CatalogReader.Entry> entry = reader.entry(key);
        rows.add(new Row(
                relation,
                key.bytes(),
                entry.isPresent(),
                entry.map(Relatives::summary).orElse("")));
    }

    private static String summary(CatalogReader.Entry entry) {
        if (entry.value().id().isPresent()) {
            return CatalogReader.id(entry.value().id().get());
        }
        return entry.message().map(Relatives::summary).orElse("");
    }

    private static String summary(StoredMessage message) {
        return switch (message.type().name()) {
            case "OwnershipInfo" -> "role " + message.text("role");
            case "TIdent" -> message.text("name");
            case "DbIdTableName" -> message.asText("db_id") + ", " + message.text("table_name");
            case "DbIdList", "TableIdList" ->
                String.join(
                        ", ",
                        message.numbers("ids").stream().map(CatalogReader::id).toList());
            case "TableMeta", "DatabaseMeta" -> message.text("engine");
            default -> "";
        };
    }

    private void many(String relation, String prefix) throws IOException {
        long count = 0;
        try (KvCursor keys = reader.store().scan(Bytes.utf8(prefix))) {
            while (keys.next()) {
                if (count++ < LISTED) {
                    rows.add(new Row(
                            relation,
                            keys.key(),
                            true,
                            summary(new CatalogReader.Entry(CatalogKey.parse(keys.key()), keys.value()))));
                }
            }
        }
        if (count > LISTED) {
            rows.add(new Row(relation, Bytes.utf8(prefix), true, (count - LISTED) + " more"));
        }
    }

    /** Adds the users and roles with a grant on an object by its id. */
    private void granted(String kind, String field, String id) throws IOException {
        for (String holders : List.of("__fd_users", "__fd_roles")) {
            reader.each(holders, entry -> {
                List<StoredMessage> entries = entry.message()
                        .flatMap(holder -> holder.message("grants"))
                        .map(grants -> grants.messages("entries"))
                        .orElse(List.of());
                for (StoredMessage grant : entries) {
                    Optional<StoredMessage> object = grant.message("object").flatMap(of -> of.message(kind));
                    if (object.filter(of -> of.asText(field).equals(id)).isPresent()) {
                        String privileges = String.join(", ", Privileges.names(grant.number("privileges")));
                        rows.add(new Row("granted to", entry.key().bytes(), true, privileges));
                    }
                }
            });
        }
    }
}
