package io.metash.catalog.view;

import io.metash.catalog.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The connections of a store: named access to object storage. */
public final class Connections {
    private Connections() {}

    /**
     * A connection.
     *
     * @param tenant the tenant
     * @param name the name
     * @param type the storage type
     * @param parameters the names of the parameters; their values are secrets
     */
    public record Row(String tenant, String name, String type, List<String> parameters) {}

    /** All connections by tenant and name. */
    public static List<Row> list(CatalogReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        reader.each("__fd_connection", entry -> {
            Optional<StoredMessage> connection = entry.message();
            rows.add(new Row(
                    entry.tenant(),
                    entry.part("connection"),
                    connection.map(read -> read.text("storage_type")).orElse(""),
                    connection
                            .map(read -> List.copyOf(read.map("storage_params").keySet()))
                            .orElse(List.of())));
        });
        return rows;
    }
}
