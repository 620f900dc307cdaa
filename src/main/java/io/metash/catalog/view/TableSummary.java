package io.metash.catalog.view;

import io.metash.catalog.StoredMessage;
import io.metash.catalog.StoredTime;
import io.metash.catalog.StoredValue;
import io.metash.record.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Summary of a table's record.
 *
 * @param engine the engine; empty text when the record is missing or unreadable
 * @param rows the number of rows as of the last snapshot, u64; empty when not recorded
 * @param bytes the size of its data in bytes
 * @param createdMs the creation time in milliseconds since the epoch
 * @param updatedMs the time of the last change in milliseconds since the epoch
 * @param droppedMs the drop time in milliseconds since the epoch; empty for live tables
 */
public record TableSummary(
        String engine,
        OptionalLong rows,
        OptionalLong bytes,
        OptionalLong createdMs,
        OptionalLong updatedMs,
        OptionalLong droppedMs) {
    /** Summary of a table without a record. */
    static final TableSummary NONE = new TableSummary(
            "",
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    private static final Set<String> WANTED = Set.of("statistics", "engine", "created_on", "updated_on", "drop_on");

    /** Parses the value of a key {@code __fd_table_by_id/...}; skips columns. */
    static TableSummary of(Bytes key, Bytes value) {
        return StoredValue.brief(key, value, WANTED).map(TableSummary::of).orElse(NONE);
    }

    private static TableSummary of(StoredMessage table) {
        Optional<StoredMessage> statistics = table.message("statistics");
        return new TableSummary(
                table.text("engine"),
                number(statistics, "number_of_rows"),
                number(statistics, "data_bytes"),
                time(table, "created_on"),
                time(table, "updated_on"),
                time(table, "drop_on"));
    }

    private static OptionalLong number(Optional<StoredMessage> statistics, String field) {
        if (statistics.isPresent()) {
            return OptionalLong.of(statistics.get().number(field));
        }
        return OptionalLong.empty();
    }

    /** Encodes the summary, to store it outside the heap. */
    byte[] written() {
        byte[] name = engine.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(1 + 5 * Long.BYTES + name.length);
        out.put((byte) 0);
        int mask = 0;
        List<OptionalLong> numbers = List.of(rows, bytes, createdMs, updatedMs, droppedMs);
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i).isPresent()) {
                mask |= 1 << i;
                out.putLong(numbers.get(i).getAsLong());
            }
        }
        out.put(name).put(0, (byte) mask);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Decodes a summary from {@link #written()}. */
    static TableSummary read(byte[] written) {
        ByteBuffer in = ByteBuffer.wrap(written);
        int mask = in.get();
        OptionalLong[] numbers = new OptionalLong[5];
        for (int i = 0; i < numbers.length; i++) {
            if ((mask & 1 << i) == 0) {
                numbers[i] = OptionalLong.empty();
            } else {
                numbers[i] = OptionalLong.of(in.getLong());
            }
        }
        String engine = StandardCharsets.UTF_8.decode(in).toString();
        return new TableSummary(engine, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    private static OptionalLong time(StoredMessage table, String field) {
        return StoredTime.millis(table.text(field));
    }
}
