package io.metash.catalog.view;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.FieldValues;
import io.metash.catalog.SecretPolicy;
import io.metash.catalog.StoredMessage;
import io.metash.catalog.StoredValue;
import io.metash.catalog.TypeText;
import io.metash.record.SeqV;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Describes the changes between two values of a key: columns, roles and privileges by name, everything else by field.
 * Secrets are compared but never printed.
 */
public final class ObjectChanges {
    /** Fields that change with every write and carry no information. */
    private static final Set<String> SILENT =
            Set.of("_ver", "_min_reader_ver", "updated_on", "update_on", "updated_at", "schema.next_column_id");

    private static final String HIDDEN = "changed (hidden)";

    private final List<String> changes = new ArrayList<>();

    private ObjectChanges() {}

    /** Returns the changes as text; empty when only versions and write times differ. */
    public static List<String> between(CatalogReader reader, CatalogKey key, SeqV before, SeqV after)
            throws IOException {
        StoredValue from = StoredValue.of(key.bytes(), before.data());
        StoredValue to = StoredValue.of(key.bytes(), after.data());
        ObjectChanges found = new ObjectChanges();
        Predicate<String> special = path -> false;
        if (from.message().isPresent() && to.message().isPresent()) {
            special = found.messages(
                    reader,
                    key.tenant().orElse(""),
                    from.message().get(),
                    to.message().get());
        }
        found.fields(from, to, special);
        return found.changes;
    }

    /** Compares parts that have names and returns a predicate for the fields covered. */
    private Predicate<String> messages(CatalogReader reader, String tenant, StoredMessage from, StoredMessage to)
            throws IOException {
        if (from.type().has("schema")) {
            columns(from, to);
            return path -> path.startsWith("columns[") || path.equals("columns");
        }
        if (from.type().has("grants")) {
            grants(Grants.of(reader, tenant, from), Grants.of(reader, tenant, to));
            return path -> path.startsWith("grants.");
        }
        return path -> false;
    }

    /** The compared properties of a column. */
    private record Column(String name, String type, String defaultValue, String comment) {}

    private static Map<String, Column> columns(StoredMessage table) {
        List<StoredMessage> fields =
                table.message("schema").map(schema -> schema.messages("fields")).orElse(List.of());
        List<String> comments = List.of();
        if (table.type().has("field_comments") && !table.type().name().equals("DictionaryMeta")) {
            comments = table.texts("field_comments");
        }
        boolean numbered =
                fields.stream().filter(field -> field.has("column_id")).count() + 1 >= fields.size();
        Map<String, Column> columns = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            StoredMessage field = fields.get(i);
            String name = field.text("name");
            // A column keeps its id when it is renamed; very old tables have no ids.
            String id = name;
            if (numbered) {
                id = field.asText("column_id");
            }
            String type = field.message("data_type").flatMap(TypeText::of).orElse("?");
            String comment = "";
            if (i < comments.size()) {
                comment = comments.get(i);
            }
            columns.put(id, new Column(name, type, field.text("default_expr"), comment));
        }
        return columns;
    }

    private void columns(StoredMessage from, StoredMessage to) {
        Map<String, Column> before = columns(from);
        Map<String, Column> after = columns(to);
        before.forEach((id, column) -> {
            if (!after.containsKey(id)) {
                changes.add("column " + quoted(column.name()) + " dropped");
            }
        });
        after.forEach((id, column) -> {
            Column old = before.get(id);
            if (old == null) {
                changes.add("column " + quoted(column.name()) + " added (" + column.type() + ")");
            } else {
                column(old, column);
            }
        });
    }

    private void column(Column old, Column now) {
        if (!old.name().equals(now.name())) {
            changes.add("column " + quoted(old.name()) + " renamed to " + quoted(now.name()));
        }
        String column = "column " + quoted(now.name()) + ": ";
        part(column + "type", old.type(), now.type());
        part(column + "default", old.defaultValue(), now.defaultValue());
        part(column + "comment", old.comment(), now.comment());
    }

    private void part(String what, String old, String now) {
        if (!old.equals(now)) {
            changes.add(what + " " + shown(old) + " -> " + shown(now));
        }
    }

    private static String shown(String text) {
        if (text.isEmpty()) {
            return "none";
        }
        return text;
    }

    private static String quoted(String name) {
        return "`" + name + "`";
    }

    private void grants(List<Grants.Row> before, List<Grants.Row> after) {
        Set<String> old = granted(before);
        Set<String> now = granted(after);
        now.stream().filter(grant -> !old.contains(grant)).forEach(grant -> changes.add(grant + " granted"));
        old.stream().filter(grant -> !now.contains(grant)).forEach(grant -> changes.add(grant + " revoked"));
    }

    private static Set<String> granted(List<Grants.Row> rows) {
        Set<String> all = new LinkedHashSet<>();
        for (Grants.Row row : rows) {
            if (row.kind().equals("role")) {
                all.add("role " + quoted(row.object()));
            }
            for (String privilege : row.privileges()) {
                String on;
                if (row.object().isEmpty()) {
                    on = row.kind();
                } else {
                    on = row.kind() + " " + quoted(row.object());
                }
                all.add(privilege + " on " + on);
            }
        }
        return all;
    }

    private void fields(StoredValue from, StoredValue to, Predicate<String> elsewhere) {
        Map<String, String> before = FieldValues.of(from, SecretPolicy.SHOW);
        Map<String, String> after = FieldValues.of(to, SecretPolicy.SHOW);
        Map<String, String> shownBefore = FieldValues.of(from);
        Map<String, String> shownAfter = FieldValues.of(to);
        Set<String> paths = new LinkedHashSet<>(after.keySet());
        paths.addAll(before.keySet());
        for (String path : paths) {
            String old = before.get(path);
            String now = after.get(path);
            if (SILENT.contains(path) || elsewhere.test(path) || (old != null && old.equals(now))) {
                continue;
            }
            String name = path;
            if (path.isEmpty()) {
                name = "value";
            }
            String oldShown = shownBefore.getOrDefault(path, "none");
            String nowShown = shownAfter.getOrDefault(path, "none");
            // Masked secrets look equal even when they differ.
            boolean hidden = oldShown.equals(nowShown)
                    || !Optional.ofNullable(old).orElse(oldShown).equals(oldShown);
            changes.add(hidden ? name + " " + HIDDEN : name + " " + shown(oldShown) + " -> " + shown(nowShown));
        }
    }
}
