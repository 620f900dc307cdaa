package io.metash.catalog.view;

import io.metash.catalog.Privileges;
import io.metash.catalog.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the grants of users and roles. */
public final class Grants {
    private final CatalogReader reader;
    private final String tenant;

    private Grants(CatalogReader reader, String tenant) {
        this.reader = reader;
        this.tenant = tenant;
    }

    /**
     * A grant.
     *
     * @param privileges the names of the privileges; empty for the grant of a role
     * @param kind the kind of the object: {@code global}, {@code database}, {@code table}, {@code role} and so on
     * @param object the object's name; its id with a question mark when the name is not stored; empty text for
     *     global
     */
    public record Row(List<String> privileges, String kind, String object) {}

    /** Lists the grants in the record of a user or role, roles first. */
    static List<Row> of(CatalogReader reader, String tenant, StoredMessage holder) throws IOException {
        Optional<StoredMessage> set = holder.message("grants");
        List<Row> rows = new ArrayList<>();
        if (set.isPresent()) {
            set.get().map("roles").keySet().forEach(role -> rows.add(new Row(List.of(), "role", role)));
            Grants grants = new Grants(reader, tenant);
            for (StoredMessage entry : set.get().messages("entries")) {
                rows.add(grants.row(entry));
            }
        }
        return rows;
    }

    private Row row(StoredMessage entry) throws IOException {
        List<String> privileges = Privileges.names(entry.number("privileges"));
        Optional<StoredMessage> object = entry.message("object");
        Optional<String> kind = object.flatMap(known -> known.oneof("object"));
        Optional<StoredMessage> member = kind.flatMap(name -> object.get().message(name));
        if (member.isEmpty()) {
            return new Row(privileges, "unknown", "");
        }
        return row(privileges, kind.get(), member.get());
    }

    private Row row(List<String> privileges, String kind, StoredMessage object) throws IOException {
        ObjectNames names = reader.names();
        return switch (kind) {
            case "global" -> new Row(privileges, kind, "");
            case "database" -> new Row(privileges, kind, inCatalog(object, object.text("db")));
            case "table" ->
                new Row(privileges, kind, inCatalog(object, object.text("db") + "." + object.text("table")));
            case "databasebyid" -> {
                long id = object.number("db");
                yield new Row(privileges, "database", inCatalog(object, orId(names.database(id), id)));
            }
            case "tablebyid" -> {
                long id = object.number("table");
                yield new Row(privileges, "table", inCatalog(object, orId(names.table(id), id)));
            }
            case "procedure" -> {
                long id = object.number("procedure_id");
                yield new Row(privileges, kind, orId(names.procedure(id), id));
            }
            case "maskingpolicy" -> {
                long id = object.number("policy_id");
                yield new Row(privileges, "masking policy", orId(names.maskingPolicy(tenant, id), id));
            }
            case "row_access_policy" -> {
                long id = object.number("policy_id");
                yield new Row(privileges, "row access policy", orId(names.rowAccessPolicy(tenant, id), id));
            }
            case "udf" -> new Row(privileges, "function", object.text(kind));
            default -> new Row(privileges, kind, object.text(kind));
        };
    }

    private static String inCatalog(StoredMessage object, String name) {
        String catalog = object.text("catalog");
        if (catalog.isEmpty() || catalog.equals("default")) {
            return name;
        }
        return catalog + "." + name;
    }

    private static String orId(Optional<String> name, long id) {
        return name.orElse("id " + CatalogReader.id(id) + "?");
    }
}
