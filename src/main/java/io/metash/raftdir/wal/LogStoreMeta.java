package io.metash.raftdir.wal;

import io.metash.record.Kind;
import io.metash.record.UnknownFields;
import java.util.List;

/**
 * What the meta service keeps in the log's state: whose log it is.
 *
 * @param nodeId u64, or null
 * @param extra unknown fields
 */
public record LogStoreMeta(Long nodeId, UnknownFields extra) {
    static final Kind.Struct<LogStoreMeta> SHAPE = new Kind.Struct<>(
            LogStoreMeta.class,
            List.of(new Kind.Field<>(
                    "node_id",
                    () -> new Kind.Option(Kind.Plain.U64),
                    Kind.Presence.ALWAYS,
                    null,
                    LogStoreMeta::nodeId)),
            LogStoreMeta::extra,
            a -> new LogStoreMeta((Long) a[0], (UnknownFields) a[1]));
}
