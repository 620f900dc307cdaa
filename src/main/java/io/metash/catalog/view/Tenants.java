package io.metash.catalog.view;

import io.metash.catalog.CatalogKey;
import io.metash.catalog.KeyForm;
import io.metash.catalog.KeyForms;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tenants of a store, collected from key names, since no record lists them (keyspace §3.1). */
public final class Tenants {
    private static final Map<String, Integer> COUNTED =
            Map.of("__fd_database", 0, "__fd_users", 1, "__fd_roles", 2, "__fd_stages", 3);

    private Tenants() {}

    /**
     * A tenant.
     *
     * @param name the name
     * @param keys the number of keys that name it
     * @param databases the number of databases
     * @param users the number of users
     * @param roles the number of stored roles
     * @param stages the number of stages
     */
    public record Row(String name, long keys, long databases, long users, long roles, long stages) {}

    /** Lists tenants by name. */
    public static List<Row> list(CatalogReader reader) throws IOException {
        Map<String, long[]> counts = new TreeMap<>();
        for (String prefix : prefixes()) {
            try (KvCursor keys = reader.store().scan(Bytes.utf8(prefix + "/"))) {
                while (keys.next()) {
                    CatalogKey key = CatalogKey.parse(keys.key());
                    key.tenant().ifPresent(tenant -> count(counts.computeIfAbsent(tenant, t -> new long[5]), prefix));
                }
            }
        }
        return counts.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** First segments of keys that contain a tenant. */
    private static Set<String> prefixes() {
        Set<String> prefixes = new TreeSet<>();
        for (KeyForm form : KeyForms.all()) {
            if (!form.prefix().isEmpty()
                    && (form.pattern().contains("{t}") || form.pattern().contains("{T}"))) {
                prefixes.add(form.prefix());
            }
        }
        return prefixes;
    }

    private static void count(long[] counts, String prefix) {
        counts[0]++;
        Integer counted = COUNTED.get(prefix);
        if (counted != null) {
            counts[counted + 1]++;
        }
    }

    private static Row row(String name, long[] counts) {
        return new Row(name, counts[0], counts[1], counts[2], counts[3], counts[4]);
    }
}
