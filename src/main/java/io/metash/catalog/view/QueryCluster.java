package io.metash.catalog.view;

import io.metash.catalog.FieldValues;
import io.metash.record.KvMeta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The query nodes that are online, and the warehouses. */
public final class QueryCluster {
    private QueryCluster() {}

    /**
     * A query node or a warehouse.
     *
     * @param tenant the tenant that it belongs to
     * @param kind {@code node} or {@code warehouse}
     * @param name the id of the node, or the name of the warehouse
     * @param warehouse the warehouse and the cluster that a node serves, {@code w/c}; of a warehouse its kind
     * @param version the version of the node's program
     * @param address where the node takes queries of other nodes
     * @param cpus how many CPUs the node has; empty when that is not recorded
     * @param expiresMs when the node counts as gone unless it says otherwise; empty for what does not expire
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

    /** All warehouses and all nodes that are online, in all generations of their keys. */
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
                expiry(entry.stored().meta()));
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
                expiry(entry.stored().meta()));
    }

    private static OptionalLong number(@Nullable String text) {
        if (text == null || !text.matches("\\d{1,18}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    private static OptionalLong expiry(KvMeta meta) {
        boolean expires = meta != null && meta.expireAt() != null;
        if (expires) {
            return OptionalLong.of(meta.expireAtMs());
        }
        return OptionalLong.empty();
    }
}
