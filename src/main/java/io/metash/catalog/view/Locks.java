package io.metash.catalog.view;

import io.metash.catalog.StoredMessage;
import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The table locks of a store, held and waiting. */
public final class Locks {
    private Locks() {}

    /**
     * A lock.
     *
     * @param tenant the tenant
     * @param table the table as {@code database.table}; its id with a question mark when the name is not stored
     * @param revision the position in the queue, u64
     * @param user the requesting user
     * @param node the requesting query node
     * @param query the requesting query
     * @param held whether the lock is held rather than waiting
     * @param createdMs the time of the request in milliseconds since the epoch
     * @param expiresMs the expiry in milliseconds since the epoch; empty when not recorded
     */
    public record Row(
            String tenant,
            String table,
            long revision,
            String user,
            String node,
            String query,
            boolean held,
            OptionalLong createdMs,
            OptionalLong expiresMs) {}

    /** Lists locks of both generations by tenant and table. */
    public static List<Row> list(CatalogReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        reader.each("__fd_table_lock", entry -> rows.add(row(reader, entry)));
        reader.each("__fd_table_lock_v2", entry -> rows.add(row(reader, entry)));
        return rows;
    }

    private static Row row(CatalogReader reader, CatalogReader.Entry entry) throws IOException {
        long table = U64.parse(entry.part("table"));
        String name = reader.names().table(table).orElse("id " + CatalogReader.id(table) + "?");
        Optional<StoredMessage> lock = entry.message();
        return new Row(
                entry.tenant(),
                name,
                U64.parse(entry.part("revision")),
                lock.map(read -> read.text("user")).orElse(""),
                lock.map(read -> read.text("node")).orElse(""),
                lock.map(read -> read.text("query_id")).orElse(""),
                lock.map(read -> read.has("acquired_on")).orElse(false),
                lock.map(read -> CatalogReader.time(read, "created_on")).orElse(OptionalLong.empty()),
                entry.expireAtMs());
    }
}
