package io.metash.raftdir.wal;

import io.metash.record.Shape;
import io.metash.record.UnknownFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a log, which the meta service keeps in its state.
 *
 * @param nodeId u64, or null
 * @param extra unknown fields
 */
public record LogStoreMeta(@Nullable Long nodeId, UnknownFields extra) {
    static final Shape.Struct<LogStoreMeta> SHAPE = new Shape.Struct<>(
            LogStoreMeta.class,
            List.of(new Shape.Field<>(
                    "node_id",
                    () -> new Shape.Option(Shape.Plain.U64),
                    Shape.Presence.ALWAYS,
                    null,
                    LogStoreMeta::nodeId)),
            LogStoreMeta::extra,
            a -> new LogStoreMeta(a.get(0), a.unknown()));
}
