package io.metash.raftdir.rotbl;

import io.metash.ndjson.JsonText;
import io.metash.record.Bytes;
import io.metash.record.Shape;
import io.metash.record.UnknownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parses the JSON sections of a table; ignores unused fields. */
final class TableJson {
    private static final Shape.Struct<BlockEntry> BLOCK = new Shape.Struct<>(
            BlockEntry.class,
            List.of(
                    field("block_num", Shape.Plain.U64, BlockEntry::blockNum),
                    field("offset", Shape.Plain.U64, BlockEntry::offset),
                    field("size", Shape.Plain.U64, BlockEntry::size),
                    field("first_key", Shape.Plain.KEY, entry -> Bytes.of(entry.firstKey())),
                    field("last_key", Shape.Plain.KEY, entry -> Bytes.of(entry.lastKey()))),
            entry -> UnknownFields.NONE,
            a -> new BlockEntry(
                    a.get(0),
                    a.get(1),
                    a.get(2),
                    a.<Bytes>get(3).array(),
                    a.<Bytes>get(4).array()));
    private static final Shape INDEX = new Shape.ListOf(BLOCK);

    private static final Shape.Struct<TableMeta> META = new Shape.Struct<>(
            TableMeta.class,
            List.of(
                    field("seq", Shape.Plain.U64, TableMeta::seq),
                    field("user_data", Shape.Plain.TEXT, TableMeta::userData)),
            meta -> UnknownFields.NONE,
            a -> new TableMeta(a.get(0), a.get(1)));

    private static final Shape.Struct<TableStat> STAT = new Shape.Struct<>(
            TableStat.class,
            List.of(
                    field("block_num", Shape.Plain.U64, TableStat::blockNum),
                    field("key_num", Shape.Plain.U64, TableStat::keyNum),
                    field("data_size", Shape.Plain.U64, TableStat::dataSize),
                    field("index_size", Shape.Plain.U64, TableStat::indexSize)),
            stat -> UnknownFields.NONE,
            a -> new TableStat(a.get(0), a.get(1), a.get(2), a.get(3)));

    private TableJson() {}

    /**
     * The meta section.
     *
     * @param seq the sequence number, u64
     * @param userData the application's text
     */
    record TableMeta(long seq, String userData) {}

    private static <T> Shape.Field<T> field(String name, Shape kind, Function<T, @Nullable Object> get) {
        return new Shape.Field<>(name, () -> kind, Shape.Presence.ALWAYS, null, get);
    }

    static List<BlockEntry> index(byte[] json) {
        List<BlockEntry> blocks = new ArrayList<>();
        for (Object block : (List<?>) Objects.requireNonNull(JsonText.read(INDEX, json, 0, json.length, "index"))) {
            blocks.add((BlockEntry) block);
        }
        return blocks;
    }

    static TableMeta meta(byte[] json) {
        return (TableMeta) Objects.requireNonNull(JsonText.read(META, json, 0, json.length, "meta"));
    }

    static TableStat stat(byte[] json) {
        return (TableStat) Objects.requireNonNull(JsonText.read(STAT, json, 0, json.length, "statistics"));
    }
}
