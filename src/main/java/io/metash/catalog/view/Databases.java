package io.metash.catalog.view;

import io.metash.catalog.StoredMessage;
import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The databases of a store. */
public final class Databases {
    private Databases() {}

    /**
     * A database.
     *
     * @param tenant the tenant
     * @param name the name
     * @param id the id, u64
     * @param engine the engine; empty text when the record is missing or unreadable
     * @param owner the owning role; empty text when none is recorded
     * @param comment the comment
     * @param createdMs the creation time in milliseconds since the epoch
     * @param droppedMs the drop time in milliseconds since the epoch; empty for live databases
     */
    public record Row(
            String tenant,
            String name,
            long id,
            String engine,
            String owner,
            String comment,
            OptionalLong createdMs,
            OptionalLong droppedMs) {}

    /** Lists databases by tenant and name; dropped ones, if requested, follow the live one of the same name. */
    public static List<Row> list(CatalogReader reader, boolean dropped) throws IOException {
        List<Row> rows = new ArrayList<>();
        reader.each("__fd_database", entry -> {
            Optional<Long> id = entry.value().id();
            if (id.isPresent()) {
                rows.add(row(reader, entry.tenant(), entry.part("database"), id.get()));
            }
        });
        if (dropped) {
            reader.each("__fd_db_id_list", entry -> {
                for (long id : entry.message().map(list -> list.numbers("ids")).orElse(List.of())) {
                    Row row = row(reader, entry.tenant(), entry.part("database"), id);
                    if (row.droppedMs().isPresent()) {
                        rows.add(row);
                    }
                }
            });
        }
        rows.sort(Comparator.comparing(Row::tenant)
                .thenComparing(Row::name)
                .thenComparing(row -> row.droppedMs().isPresent())
                .thenComparing(Row::id, U64::compare));
        return rows;
    }

    private static Row row(CatalogReader reader, String tenant, String name, long id) throws IOException {
        String text = CatalogReader.id(id);
        Optional<StoredMessage> meta =
                reader.entry("__fd_database_by_id/{u:database}", text).flatMap(CatalogReader.Entry::message);
        return new Row(
                tenant,
                name,
                id,
                meta.map(read -> read.text("engine")).orElse(""),
                reader.owner("__fd_object_owners/{t}/database-by-id/{u:database}", tenant, text),
                meta.map(read -> read.text("comment")).orElse(""),
                meta.map(read -> CatalogReader.time(read, "created_on")).orElse(OptionalLong.empty()),
                meta.map(read -> CatalogReader.time(read, "drop_on")).orElse(OptionalLong.empty()));
    }
}
