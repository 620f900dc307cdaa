package io.metash.catalog.view;

import io.metash.catalog.FieldValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Online query nodes, and warehouses. */
public final class QueryCluster {
    private QueryCluster() {}

    /**
     * A query node or a warehouse.
     *
     * @param tenant the tenant
     * @param kind {@code node} or {@code warehouse}
     * @param name the id of the node or the name of the warehouse
     * @param warehouse a node's warehouse and cluster, {@code w/c}, or the kind of a warehouse
     * @param version the version of the node's program
     * @param address the node's address for other query nodes
     * @param cpus the number of CPUs; empty when not recorded
     * @param expiresMs the time at which the node counts as gone unless it renews, in milliseconds since the
     *     epoch; empty for entries that do not expire
     */
    public record Row(
            String tenant,
            String kind,
            String name,
            String warehouse,
            String version,
            String address,
            OptionalLong cpus,
            OptionalLong expiresMs) {}

    /** Lists warehouses and online nodes of all key generations. */
    public static List<Row> list(CatalogReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        reader.each("__fd_warehouses", entry -> rows.add(warehouse(entry)));
        reader.eachWithPrefix("__fd_clusters_v6/", entry -> {
            if (entry.key().part("cluster").isEmpty()) {
                rows.add(node(entry));
            }
        });
        reader.each("__fd_clusters", entry -> rows.add(node(entry)));
        reader.each("__fd_clusters_v3", entry -> rows.add(node(entry)));
        return rows;
    }

    private static Row warehouse(CatalogReader.Entry entry) {
        Map<String, String> fields = FieldValues.of(entry.value());
        String kind = fields.keySet().stream()
                .findFirst()
                .map(path -> path.split("\\.")[0])
                .orElse("");
        return new Row(
                entry.tenant(),
                "warehouse",
                entry.part("warehouse"),
                kind,
                "",
                "",
                OptionalLong.empty(),
                entry.expireAtMs());
    }

    private static Row node(CatalogReader.Entry entry) {
        Map<String, String> fields = FieldValues.of(entry.value());
        String warehouse = fields.getOrDefault("warehouse_id", "");
        String cluster = fields.getOrDefault("cluster_id", entry.part("cluster"));
        return new Row(
                entry.tenant(),
                "node",
                entry.part("node"),
                warehouse.isEmpty() ? cluster : warehouse + "/" + cluster,
                fields.getOrDefault("binary_version", ""),
                fields.getOrDefault("flight_address", ""),
                number(fields.get("cpu_nums")),
                entry.expireAtMs());
    }

    private static OptionalLong number(@Nullable String text) {
        if (text == null || !text.matches("\\d{1,18}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
