package io.metash.ndjson;

import static io.metash.record.Shape.Plain.BOOL;
import static io.metash.record.Shape.Plain.KEY;
import static io.metash.record.Shape.Plain.TEXT;
import static io.metash.record.Shape.Plain.U64;

import io.metash.record.Bytes;
import io.metash.record.LogId;
import io.metash.record.MetaRecord.Header;
import io.metash.record.Shape;
import io.metash.record.Shape.Field;
import io.metash.record.Shape.Presence;
import io.metash.record.Shape.Struct;
import io.metash.record.Shape.Variant;
import io.metash.record.Shapes;
import io.metash.record.StoredMembership;
import io.metash.record.UnknownFields;
import io.metash.record.Vote;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shapes that surround the parts of a record in a line (record-stream §3, §5, §9). */
final class Lines {
    private Lines() {}

    /**
     * The common form of lines with a key.
     *
     * @param key the key
     * @param value the value
     * @param extra unknown fields
     */
    record KeyAndValue(Object key, Object value, UnknownFields extra) {}

    /** The key of an Expire line. */
    record ExpireKey(long timeMs, long seq, UnknownFields extra) {}

    /** The value of an Expire line; seq is null when missing. */
    record ExpireValue(Long seq, Bytes key, UnknownFields extra) {}

    /** An obsolete list of numbers. */
    record NoContent() {}

    static final Struct<Header> HEADER = new Struct<>(
            Header.class,
            List.of(
                    field("version", TEXT, Presence.ALWAYS),
                    field("upgrading", new Shape.Option(TEXT), Presence.WHEN_SET),
                    field("cleaning", new Shape.Option(BOOL), Presence.WHEN_SET)),
            a -> new Header(a.get(0), a.get(1), Boolean.TRUE.equals(a.get(2)), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.version();
                case 1 -> it.upgrading();
                case 2 -> it.cleaning() ? Boolean.TRUE : null;
                default -> it.extra();
            });

    private static final Struct<ExpireKey> EXPIRE_KEY = new Struct<>(
            ExpireKey.class,
            List.of(field("time_ms", U64, Presence.ALWAYS), field("seq", U64, Presence.ALWAYS)),
            a -> new ExpireKey(a.get(0), a.get(1), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.timeMs();
                case 1 -> it.seq();
                default -> it.extra();
            });

    private static final Struct<ExpireValue> EXPIRE_VALUE = new Struct<>(
            ExpireValue.class,
            List.of(field("seq", new Shape.Option(U64), Presence.WHEN_SET), field("key", KEY, Presence.ALWAYS)),
            a -> new ExpireValue(a.get(0), a.get(1), a.unknown()),
            (it, i) -> switch (i) {
                case 0 -> it.seq();
                case 1 -> it.key();
                default -> it.extra();
            });

    /** The values of StateMachineMeta lines: {@code LogId}, {@code Membership}, and the old {@code Bool}. */
    private static final Shape META_VALUE = new Shape.OneOf(
            "StateMachineMeta value",
            List.of(
                    plain("LogId", LogId.class, Shapes.LOG_ID),
                    plain("Membership", StoredMembership.class, Shapes.STORED_MEMBERSHIP),
                    plain("Bool", Boolean.class, BOOL)));

    /** The values of RaftStateKV lines (V002, V003). */
    private static final Shape RAFT_STATE_VALUE = new Shape.OneOf(
            "RaftStateKV value",
            List.of(
                    plain("NodeId", Long.class, U64),
                    plain("HardState", Vote.class, Shapes.VOTE),
                    plain("Committed", LogId.class, new Shape.Option(Shapes.LOG_ID)),
                    new Variant(
                            "StateMachineId",
                            NoContent.class,
                            () -> new Shape.ListOf(U64),
                            ignored -> new NoContent(),
                            ignored -> List.of())));

    private static final Shape LOG_META_VALUE =
            new Shape.OneOf("LogMeta value", List.of(plain("LogId", LogId.class, Shapes.LOG_ID)));

    static final Struct<KeyAndValue> HEADER_LINE = keyed(TEXT, HEADER);
    static final Struct<KeyAndValue> SEQUENCES = keyed(TEXT, U64);
    static final Struct<KeyAndValue> STATE_MACHINE_META = keyed(TEXT, META_VALUE);
    static final Struct<KeyAndValue> NODES = keyed(U64, Shapes.NODE);
    static final Struct<KeyAndValue> EXPIRE = keyed(EXPIRE_KEY, EXPIRE_VALUE);
    static final Struct<KeyAndValue> GENERIC_KV = keyed(KEY, Shapes.SEQ_V);
    static final Struct<KeyAndValue> RAFT_STATE = keyed(TEXT, RAFT_STATE_VALUE);
    static final Struct<KeyAndValue> LOGS = keyed(U64, Shapes.ENTRY);
    static final Struct<KeyAndValue> LOG_META = keyed(TEXT, LOG_META_VALUE);

    private static Struct<KeyAndValue> keyed(Shape key, Shape value) {
        return new Struct<>(
                KeyAndValue.class,
                List.of(field("key", key, Presence.ALWAYS), field("value", value, Presence.ALWAYS)),
                a -> new KeyAndValue(a.get(0), a.get(1), a.unknown()),
                (it, i) -> switch (i) {
                    case 0 -> it.key();
                    case 1 -> it.value();
                    default -> it.extra();
                });
    }

    private static <T> Field<T> field(String name, Shape kind, Presence presence) {
        return new Field<>(name, () -> kind, presence, null, null);
    }

    private static Variant plain(String name, Class<?> type, Shape content) {
        return new Variant(name, type, () -> content, value -> value, value -> value);
    }

    /** Converts ASCII text to bytes. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
