package io.metash.bench;

import io.metash.ndjson.JsonOut;
import io.metash.ndjson.LineWriter;
import io.metash.record.Bytes;
import io.metash.record.LeaderId;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.MetaRecord;
import io.metash.record.SeqV;
import io.metash.record.StoredMembership;
import io.metash.record.Vote;
import io.metash.testing.StoredBytes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the export of a catalog with one database and many tables of ten columns. usage: CatalogBenchData FILE TABLES */
public final class CatalogBenchData {
    private static final int COLUMNS = 10;

    private CatalogBenchData() {}

    /** Writes the file. */
    public static void main(String[] arguments) throws IOException {
        int tables = Integer.parseInt(arguments[1]);
        LogId last = new LogId(new LeaderId(1, 0L), 10L * tables);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            line(out, MetaRecord.Header.V004);
            line(out, new MetaRecord.NodeId(0L));
            line(out, new MetaRecord.Voted(new Vote(new LeaderId(1, 0L), true)));
            line(out, new MetaRecord.Committed(last));
            line(out, new MetaRecord.Purged(last));
            line(out, new MetaRecord.Sequences("generic-kv", 5L * tables));
            line(out, new MetaRecord.LastApplied(last));
            line(out, new MetaRecord.LastMembership(new StoredMembership(last, Membership.ofVoters(List.of(0L)))));
            kv(out, "__fd_database/t/d", Bytes.utf8("5"));
            kv(out, "__fd_database_by_id/5", StoredBytes.of("DatabaseMeta", "engine: \"default\""));
            each(out, tables, "__fd_table/5/table_", "", CatalogBenchData::id);
            each(out, tables, "__fd_table_by_id/", "", CatalogBenchData::table);
        }
    }

    /** The stored value of a table. */
    private interface Value {
        Bytes of(int table);
    }

    /** Keys are written in key order, not in numeric order. */
    private static void each(OutputStream out, int tables, String before, String after, Value value)
            throws IOException {
        Map<String, Integer> ordered = new TreeMap<>();
        for (int table = 1; table <= tables; table++) {
            ordered.put(before + (table + 10) + after, table);
        }
        for (Map.Entry<String, Integer> key : ordered.entrySet()) {
            kv(out, key.getKey(), value.of(key.getValue()));
        }
    }

    private static Bytes id(int table) {
        return Bytes.utf8(Integer.toString(table + 10));
    }

    private static Bytes table(int table) {
        StringBuilder text =
                new StringBuilder("engine: \"FUSE\" created_on: \"2026-01-01 00:00:00.123456 UTC\" schema { ");
        for (int column = 0; column < COLUMNS; column++) {
            text.append("fields { name: \"column_").append(column).append("\" data_type { string_t { } } column_id: ");
            text.append(column).append(" } ");
        }
        text.append("} statistics { number_of_rows: ").append(table).append(" data_bytes: 1000 }");
        return StoredBytes.of("TableMeta", text.toString());
    }

    private static long seq;

    private static void kv(OutputStream out, String key, Bytes value) throws IOException {
        line(out, new MetaRecord.Kv(Bytes.utf8(key), new SeqV(++seq, null, value)));
    }

    private static void line(OutputStream out, MetaRecord record) throws IOException {
        JsonOut line = new JsonOut(4096);
        new LineWriter().write(record, line);
        line.put('\n');
        out.write(line.array(), 0, line.length());
    }
}
