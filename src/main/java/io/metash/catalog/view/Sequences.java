package io.metash.catalog.view;

import io.metash.catalog.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The sequences of a store. */
public final class Sequences {
    private Sequences() {}

    /**
     * A sequence.
     *
     * @param tenant the tenant
     * @param name the name
     * @param current the current value, u64; empty when its counter is missing
     * @param step the increment, possibly negative
     * @param comment the comment
     * @param createdMs the creation time in milliseconds since the epoch; empty when not recorded
     */
    public record Row(
            String tenant, String name, OptionalLong current, long step, String comment, OptionalLong createdMs) {}

    /** Lists sequences by tenant and name. */
    public static List<Row> list(CatalogReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        reader.each("__fd_sequence", entry -> rows.add(row(reader, entry)));
        return rows;
    }

    private static Row row(CatalogReader reader, CatalogReader.Entry entry) throws IOException {
        Optional<StoredMessage> read = entry.message();
        if (read.isEmpty()) {
            return new Row(entry.tenant(), entry.part("sequence"), OptionalLong.empty(), 0, "", OptionalLong.empty());
        }
        StoredMessage sequence = read.get();
        return new Row(
                entry.tenant(),
                entry.part("sequence"),
                current(reader, entry, sequence),
                sequence.number("step"),
                sequence.text("comment"),
                CatalogReader.time(sequence, "create_on"));
    }

    private static OptionalLong current(CatalogReader reader, CatalogReader.Entry entry, StoredMessage sequence)
            throws IOException {
        if (sequence.number("storage_version") != 1) {
            return OptionalLong.of(sequence.number("current"));
        }
        return reader
                .entry("__fd_sequence_storage/{t}/{s:sequence}", entry.tenant(), entry.part("sequence"))
                .flatMap(counter -> counter.value().id())
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }
}
