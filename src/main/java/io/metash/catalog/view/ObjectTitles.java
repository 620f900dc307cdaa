package io.metash.catalog.view;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.KeyPart;
import io.metash.catalog.SecretKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kind and name of the object of a key: {@code table} and {@code sales.orders} for {@code __fd_table_by_id/125}. */
public final class ObjectTitles {
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("__fd_database", "database"),
            Map.entry("__fd_database_by_id", "database"),
            Map.entry("__fd_table", "table"),
            Map.entry("__fd_table_by_id", "table"),
            Map.entry("__fd_index_by_id", "index"),
            Map.entry("__fd_catalog_by_id", "catalog"),
            Map.entry("__fd_procedure_by_id", "procedure"),
            Map.entry("__fd_datamask_by_id", "masking policy"),
            Map.entry("__fd_row_access_policy_by_id", "row access policy"),
            Map.entry("__fd_tag_by_id", "tag"),
            Map.entry("__fd_dictionary_by_id", "dictionary"));

    private ObjectTitles() {}

    /** Resolves the object of a key with an id to its name. */
    @FunctionalInterface
    public interface Names {
        /** Returns the name; empty when unknown. */
        Optional<String> of(CatalogKey key) throws IOException;
    }

    /** Returns the kind of object: the first words of its key's plain form. */
    public static String kind(CatalogKey key) {
        if (key.form().isEmpty()) {
            return "key";
        }
        String known = KINDS.get(key.form().get().prefix());
        if (known != null) {
            return known;
        }
        String words = key.form().get().words();
        int brace = words.indexOf('{');
        String kind = words;
        if (brace >= 0) {
            kind = words.substring(0, brace).strip();
        }
        if (kind.isEmpty()) {
            return words;
        }
        // The name of the id follows.
        if (kind.endsWith(" id")) {
            return kind.substring(0, kind.length() - " id".length());
        }
        return kind;
    }

    /** Returns the object's name in back quotes, with known ids replaced by names. */
    public static String name(Names names, CatalogKey given) throws IOException {
        CatalogKey key = given;
        if (SecretKeys.has(given.bytes())) {
            key = CatalogKey.parse(SecretKeys.masked(given.bytes()));
        }
        if (key.form().isEmpty()) {
            return key.bytes().text();
        }
        String prefix = key.form().get().prefix();
        if (prefix.equals("__fd_table")) {
            CatalogKey database = CatalogKey.of(
                    "__fd_database_by_id/{u:database}", key.part("database").orElseThrow());
            String of = names.of(database)
                    .orElse("database id " + key.part("database").orElseThrow());
            return quoted(of + "." + key.part("table").orElseThrow());
        }
        if (KINDS.containsKey(prefix) && prefix.endsWith("_by_id")) {
            return names.of(key).map(ObjectTitles::quoted).orElse("id " + last(key));
        }
        List<String> parts = new ArrayList<>();
        for (KeyPart part : key.parts()) {
            if (!part.name().equals(KeyPart.TENANT)) {
                parts.add(part(names, part));
            }
        }
        if (parts.isEmpty()) {
            return "";
        }
        return String.join(", ", parts);
    }

    private static String part(Names names, KeyPart part) throws IOException {
        Optional<String> name = Optional.empty();
        if (part.isNumber() && part.name().equals("table")) {
            name = names.of(CatalogKey.of("__fd_table_by_id/{u:table}", part.text()));
        } else if (part.isNumber() && part.name().equals("database")) {
            name = names.of(CatalogKey.of("__fd_database_by_id/{u:database}", part.text()));
        }
        if (name.isPresent()) {
            return quoted(name.get());
        }
        if (part.isNumber()) {
            return "id " + part.text();
        }
        return quoted(part.text());
    }

    private static String last(CatalogKey key) {
        List<KeyPart> parts = key.parts();
        return parts.get(parts.size() - 1).text();
    }

    private static String quoted(String name) {
        return "`" + name + "`";
    }
}
