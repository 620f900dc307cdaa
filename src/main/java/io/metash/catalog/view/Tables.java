package io.metash.catalog.view;

import io.metash.catalog.KeyEscape;
import io.metash.catalog.KeyText;
import io.metash.record.Bytes;
import io.metash.record.KvCursor;
import io.metash.sort.SpillMap;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Streams the tables of a store; views and materialized views are tables. */
public final class Tables implements Closeable {
    /** Up to this number of tables, records are looked up one by one; otherwise all records are read once. */
    private static final int LOOKED_UP = 1000;
    /** Share of the heap (one part in 8) for table records; larger sets are kept on disk. */
    private static final int SHARE = 8;

    private static final long MIN_BYTES = 8 << 20;

    private final CatalogReader reader;
    private final boolean dropped;
    private @Nullable SpillMap all;
    private int lookedUp;

    private Tables(CatalogReader reader, boolean dropped) {
        this.reader = reader;
        this.dropped = dropped;
    }

    /**
     * A table.
     *
     * @param tenant the tenant
     * @param database the name of its database
     * @param name the name
     * @param id the id, u64
     * @param summary the summary of its record
     */
    public record Row(String tenant, String database, String name, long id, TableSummary summary) {}

    /** Receives the tables. */
    @FunctionalInterface
    public interface Visitor {
        /** Receives a table; returns false to stop. */
        boolean visit(Row row) throws IOException;
    }

    /**
     * Lists tables by tenant, database and name; dropped ones, if requested, follow the live ones of their database.
     *
     * @param database the only database to list, or empty text for all
     */
    public static void list(CatalogReader reader, String database, boolean dropped, Visitor visitor)
            throws IOException {
        try (Tables tables = new Tables(reader, dropped)) {
            for (Databases.Row one : Databases.list(reader, dropped)) {
                if ((database.isEmpty() || database.equals(one.name())) && !tables.of(one, visitor)) {
                    return;
                }
            }
        }
    }

    private boolean of(Databases.Row database, Visitor visitor) throws IOException {
        String id = CatalogReader.id(database.id());
        String prefix = "__fd_table/" + id + "/";
        try (KvCursor keys = reader.store().scan(Bytes.utf8(prefix))) {
            while (keys.next()) {
                Optional<String> name = KeyEscape.unescape(keys.key().text().substring(prefix.length()));
                Long table = KeyText.id(keys.value().data().array(), 0);
                if (name.isPresent() && table != null) {
                    Row row = new Row(database.tenant(), database.name(), name.get(), table, summary(table));
                    if (!visitor.visit(row)) {
                        return false;
                    }
                }
            }
        }
        return !dropped || ofDropped(database, id, visitor);
    }

    private boolean ofDropped(Databases.Row database, String id, Visitor visitor) throws IOException {
        List<Row> rows = new ArrayList<>();
        reader.eachWithPrefix("__fd_table_id_list/" + id + "/", entry -> {
            for (long table : entry.message().map(list -> list.numbers("ids")).orElse(List.of())) {
                TableSummary summary = summary(table);
                if (summary.droppedMs().isPresent()) {
                    rows.add(new Row(database.tenant(), database.name(), entry.part("table"), table, summary));
                }
            }
        });
        for (Row row : rows) {
            if (!visitor.visit(row)) {
                return false;
            }
        }
        return true;
    }

    private TableSummary summary(long table) throws IOException {
        if (all == null && lookedUp++ >= LOOKED_UP) {
            readAll();
        }
        if (all != null) {
            byte[] summary = all.get(id(table));
            if (summary == null) {
                return TableSummary.NONE;
            }
            return TableSummary.read(summary);
        }
        return reader.entry("__fd_table_by_id/{u:table}", CatalogReader.id(table))
                .map(entry ->
                        TableSummary.of(entry.key().bytes(), entry.stored().data()))
                .orElse(TableSummary.NONE);
    }

    private void readAll() throws IOException {
        all = new SpillMap(
                reader.store().scratch(),
                Math.max(MIN_BYTES, Runtime.getRuntime().maxMemory() / SHARE));
        String prefix = "__fd_table_by_id/";
        try (KvCursor keys = reader.store().scan(Bytes.utf8(prefix))) {
            while (keys.next()) {
                Long id = KeyText.id(keys.key().array(), prefix.length());
                if (id != null) {
                    all.put(
                            id(id),
                            TableSummary.of(keys.key(), keys.value().data()).written());
                }
            }
        }
    }

    private static byte[] id(long id) {
        return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    }

    @Override
    public void close() throws IOException {
        if (all != null) {
            all.close();
        }
    }
}
