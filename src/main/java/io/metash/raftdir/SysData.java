package io.metash.raftdir;

import io.metash.ndjson.JsonText;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.Shape;
import io.metash.record.Shapes;
import io.metash.record.StoredMembership;
import io.metash.record.StructFields;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot data that is not in rows (raft-dir-v004 §4): JSON in the user data of the table.
 *
 * @param lastApplied the last log entry that the snapshot includes, or null
 * @param lastMembership the last membership
 * @param nodes the nodes' addresses by id, in unsigned order
 * @param sequence the last assigned sequence number, u64
 * @param dataSeq a counter of running servers, u64, or null
 * @param keyCounts the number of rows by key space ({@code exp-}, {@code kv--}); empty when not counted
 * @param features the enabled features, sorted
 * @param extra unknown keys
 */
public record SysData(
        @Nullable LogId lastApplied,
        StoredMembership lastMembership,
        NavigableMap<Long, Node> nodes,
        long sequence,
        @Nullable Long dataSeq,
        NavigableMap<String, Long> keyCounts,
        List<String> features,
        UnknownFields extra) {
    /** The data of a store without entries. */
    public static final SysData EMPTY = new SysData(
            null, StoredMembership.none(), Membership.byId(), 0, null, new TreeMap<>(), List.of(), UnknownFields.NONE);

    private static final String KEY_COUNTS = "key_counts";
    private static final Shape.Struct<SysData> SHAPE = new Shape.Struct<>(
            SysData.class,
            List.of(
                    field("last_applied", new Shape.Option(Shapes.LOG_ID), SysData::lastApplied),
                    field("last_membership", Shapes.STORED_MEMBERSHIP, SysData::lastMembership),
                    field("nodes", Shapes.NODES, SysData::nodes),
                    field("sequence", Shape.Plain.U64, SysData::sequence),
                    whenSet("data_seq", new Shape.Option(Shape.Plain.U64), SysData::dataSeq)),
            SysData::tail,
            SysData::build);
    private static final String FEATURES = "sm_features";

    /** Parses the JSON; {@code where} is for messages. */
    public static SysData parse(byte[] json, String where) {
        return (SysData) Objects.requireNonNull(JsonText.read(SHAPE, json, 0, json.length, where));
    }

    /** Parses the JSON; {@code where} is for messages. */
    public static SysData parse(String json, String where) {
        return parse(json.getBytes(StandardCharsets.UTF_8), where);
    }

    /** This data with another state: the last entry applied, the members and nodes, and the sequence number. */
    public SysData withState(
            @Nullable LogId applied, StoredMembership membership, NavigableMap<Long, Node> ofNodes, long lastSequence) {
        return new SysData(applied, membership, ofNodes, lastSequence, dataSeq, keyCounts, features, extra);
    }

    /** This data with row counts by key space. */
    public SysData withKeyCounts(NavigableMap<String, Long> counts) {
        return new SysData(lastApplied, lastMembership, nodes, sequence, dataSeq, counts, features, extra);
    }

    /** This data with enabled features, sorted. */
    public SysData withFeatures(List<String> enabled) {
        return new SysData(
                lastApplied, lastMembership, nodes, sequence, dataSeq, keyCounts, List.copyOf(enabled), extra);
    }

    /** The JSON text, keys in the order of the format. */
    public String toJson() {
        return JsonText.toString(SHAPE, this);
    }

    /**
     * The shapes support no map with text keys, so the two optional keys at the end are handled like unknown fields.
     */
    private static SysData build(StructFields values) {
        NavigableMap<String, Long> keyCounts = new TreeMap<>();
        List<String> features = new ArrayList<>();
        List<UnknownFields.Field> unknown = new ArrayList<>();
        for (UnknownFields.Field field : values.unknown().fields()) {
            boolean known = field.name().equals(KEY_COUNTS) && counts(field.value(), keyCounts)
                    || field.name().equals(FEATURES) && features(field.value(), features);
            if (!known) {
                unknown.add(field);
            }
        }
        return new SysData(
                values.get(0),
                values.get(1),
                Shapes.nodes(values.get(2)),
                values.get(3),
                values.get(4),
                keyCounts,
                features,
                unknown.isEmpty() ? UnknownFields.NONE : new UnknownFields(unknown));
    }

    private static boolean counts(@Nullable Object value, NavigableMap<String, Long> into) {
        if (!(value instanceof UnknownFields object)) {
            return false;
        }
        NavigableMap<String, Long> counts = new TreeMap<>();
        for (UnknownFields.Field field : object.fields()) {
            if (!(field.value() instanceof BigInteger number)) {
                return false;
            }
            counts.put(field.name(), number.longValue());
        }
        into.putAll(counts);
        return true;
    }

    private static boolean features(@Nullable Object value, List<String> into) {
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
            return false;
        }
        list.forEach(name -> into.add((String) name));
        return true;
    }

    private static UnknownFields tail(SysData data) {
        List<UnknownFields.Field> fields = new ArrayList<>();
        if (!data.keyCounts.isEmpty()) {
            List<UnknownFields.Field> counts = new ArrayList<>();
            for (Map.Entry<String, Long> count : data.keyCounts.entrySet()) {
                counts.add(new UnknownFields.Field(count.getKey(), new BigInteger(U64.text(count.getValue()))));
            }
            fields.add(new UnknownFields.Field(KEY_COUNTS, new UnknownFields(counts)));
        }
        if (!data.features.isEmpty()) {
            fields.add(new UnknownFields.Field(FEATURES, List.copyOf(data.features)));
        }
        fields.addAll(data.extra.fields());
        if (fields.isEmpty()) {
            return UnknownFields.NONE;
        }
        return new UnknownFields(fields);
    }

    private static Shape.Field<SysData> field(String name, Shape kind, Function<SysData, @Nullable Object> get) {
        return new Shape.Field<>(name, () -> kind, Shape.Presence.ALWAYS, null, get);
    }

    private static Shape.Field<SysData> whenSet(String name, Shape kind, Function<SysData, @Nullable Object> get) {
        return new Shape.Field<>(name, () -> kind, Shape.Presence.WHEN_SET, null, get);
    }
}
