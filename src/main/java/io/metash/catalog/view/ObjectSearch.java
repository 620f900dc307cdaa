package io.metash.catalog.view;

import io.metash.catalog.CatalogKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds objects by their usual names: {@code default.customer}, {@code alice@%}, the name of a role or a stage. */
public final class ObjectSearch {
    private final CatalogReader reader;
    private final String name;
    private final List<Match> found = new ArrayList<>();

    private ObjectSearch(CatalogReader reader, String name) {
        this.reader = reader;
        this.name = name;
    }

    /**
     * A search result.
     *
     * @param kind {@code table}, {@code database}, {@code user}, {@code role} or {@code stage}
     * @param tenant the tenant
     * @param name the full name
     * @param id the id, u64 as text; empty text for objects without one
     * @param record the key of the object's record
     * @param owner the owning role; empty text when none is recorded
     */
    public record Match(String kind, String tenant, String name, String id, CatalogKey record, String owner) {}

    /**
     * Finds objects by name, tables first.
     *
     * @param kind the kind to find; empty text for any
     */
    public static List<Match> named(CatalogReader reader, String kind, String name) throws IOException {
        ObjectSearch search = new ObjectSearch(reader, name);
        boolean any = kind.isEmpty();
        if (any || kind.equals("table")) {
            search.tables();
        }
        if (any || kind.equals("database")) {
            search.databases();
        }
        if (any || kind.equals("user")) {
            search.users();
        }
        if (any || kind.equals("role")) {
            search.simple("role", "__fd_roles", "role", "");
        }
        if (any || kind.equals("stage")) {
            search.simple("stage", "__fd_stages", "stage", "stage-by-name/{s:stage}");
        }
        return search.found;
    }

    private void tables() throws IOException {
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            String database = name.substring(0, dot);
            String table = name.substring(dot + 1);
            for (Databases.Row one : Databases.list(reader, false)) {
                if (one.name().equals(database)) {
                    table(one, table);
                }
            }
        }
    }

    private void table(Databases.Row database, String table) throws IOException {
        Optional<Long> id = reader.entry("__fd_table/{u:database}/{s:table}", CatalogReader.id(database.id()), table)
                .flatMap(entry -> entry.value().id());
        if (id.isPresent()) {
            String text = CatalogReader.id(id.get());
            String owner = reader.owner("__fd_object_owners/{t}/table-by-id/{u:table}", database.tenant(), text);
            CatalogKey record = CatalogKey.of("__fd_table_by_id/{u:table}", text);
            found.add(new Match("table", database.tenant(), database.name() + "." + table, text, record, owner));
        }
    }

    private void databases() throws IOException {
        for (Databases.Row row : Databases.list(reader, false)) {
            if (row.name().equals(name)) {
                String id = CatalogReader.id(row.id());
                CatalogKey record = CatalogKey.of("__fd_database_by_id/{u:database}", id);
                found.add(new Match("database", row.tenant(), row.name(), id, record, row.owner()));
            }
        }
    }

    private void users() throws IOException {
        reader.each("__fd_users", entry -> {
            String stored = entry.part("user");
            String bare = stored.replace("'", "");
            boolean matches;
            if (name.contains("@")) {
                matches = bare.equals(name.replace("'", ""));
            } else {
                matches = bare.substring(0, bare.indexOf('@')).equals(name);
            }
            if (matches) {
                found.add(new Match("user", entry.tenant(), stored, "", entry.key(), ""));
            }
        });
    }

    private void simple(String kind, String prefix, String part, String owned) throws IOException {
        reader.each(prefix, entry -> {
            if (entry.part(part).equals(name)) {
                String owner = "";
                if (!owned.isEmpty()) {
                    owner = reader.owner("__fd_object_owners/{t}/" + owned, entry.tenant(), name);
                }
                found.add(new Match(kind, entry.tenant(), name, "", entry.key(), owner));
            }
        });
    }
}
