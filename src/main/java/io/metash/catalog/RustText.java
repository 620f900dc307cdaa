package io.metash.catalog;

import io.metash.record.Bytes;
import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Formats values like metactl's {@code dump-raft-log-wal --decode-values}: the debug text of Databend's Rust types.
 * Supports the types of databases, tables, roles, owners, tokens and sessions; other types, and messages with a set
 * field that is not listed here, have no text.
 */
public final class RustText {
    private static final Set<String> VERSIONS = Set.of("ver", "min_reader_ver");
    private static final String NONE = "None";

    /** Fields of each Rust type in order, with the stored name where it differs and the form of the value. */
    private static final Map<String, String> TYPES = Map.of(
            "DatabaseMeta",
                    "DatabaseMeta engine:text engine_options:map options:map created_on:time updated_on:time comment:text"
                            + " drop_on:time? gc_in_progress:flag",
            "DbIdList", "DbIdList id_list=ids:numbers",
            "TableIdList", "TableIdList id_list=ids:numbers",
            "DbIdTableName", "DBIdTableName db_id:number table_name:text",
            "RoleInfo", "RoleInfo name:text grants:message created_on:time update_on:time comment:text?",
            "UserGrantSet", "UserGrantSet entries:empty-list roles:empty-map",
            "OwnershipInfo", "OwnershipInfo object:owned role:text",
            "TokenInfo", "QueryTokenInfo token_type:name parent:text?",
            "TableMeta",
                    "TableMeta schema:message engine:text engine_options:map storage_params:none part_prefix:text options:map"
                            + " cluster_key:none cluster_key_v2=cluster_keys:none cluster_key_seq:number created_on:time"
                            + " updated_on:time comment:text field_comments:texts field_stats_truncate_len:empty-map"
                            + " virtual_schema:none drop_on:time? statistics:message column_mask_policy:none"
                            + " column_mask_policy_columns_ids:empty-map row_access_policy:none"
                            + " row_access_policy_columns_ids:none indexes:empty-map constraints:empty-map",
            "DataSchema", "TableSchema fields:messages metadata:map next_column_id:number");

    private static final Map<String, String> MORE_TYPES = Map.of(
            "DataField",
                    "TableField name:text default_expr:text? data_type:data-type column_id:number computed_expr:none"
                            + " auto_increment_expr:none",
            "TableStatistics",
                    "TableStatistics number_of_rows:number data_bytes:number compressed_data_bytes:number"
                            + " index_data_bytes:number bloom_index_size:number? ngram_index_size:number?"
                            + " inverted_index_size:number? vector_index_size:number? virtual_column_size:number?"
                            + " number_of_segments:number? number_of_blocks:number?",
            "DecimalSize", "DecimalSize precision:number scale:number",
            "OwnershipObject.OwnershipDatabaseObject", "Database catalog_name=catalog:text db_id=db:number",
            "OwnershipObject.OwnershipTableObject",
                    "Table catalog_name=catalog:text db_id=db:number table_id=table:number");

    /** Column types without parameters. */
    private static final Map<String, String> PLAIN_TYPES = Map.ofEntries(
            Map.entry("null_t", "Null"),
            Map.entry("empty_array_t", "EmptyArray"),
            Map.entry("empty_map_t", "EmptyMap"),
            Map.entry("bool_t", "Boolean"),
            Map.entry("binary_t", "Binary"),
            Map.entry("string_t", "String"),
            Map.entry("timestamp_t", "Timestamp"),
            Map.entry("timestamp_tz_t", "TimestampTz"),
            Map.entry("date_t", "Date"),
            Map.entry("bitmap_t", "Bitmap"),
            Map.entry("variant_t", "Variant"),
            Map.entry("geometry_t", "Geometry"),
            Map.entry("geography_t", "Geography"),
            Map.entry("interval_t", "Interval"),
            Map.entry("stage_location_t", "StageLocation"));

    private RustText() {}

    /** Returns the text of a value; empty when unsupported. */
    public static Optional<String> of(Bytes key, Bytes value) {
        Optional<StoredMessage> message = StoredValue.of(key, value).message();
        if (message.isPresent() && message.get().type().name().equals("ClientSession")) {
            return Optional.of("ClientSession");
        }
        try {
            return message.map(RustText::struct);
        } catch (NoText unknown) {
            return Optional.empty();
        }
    }

    /** Thrown for a value without a text. */
    private static final class NoText extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoText() {
            super(null, null, false, false);
        }
    }

    private static String struct(StoredMessage message) {
        String type = TYPES.getOrDefault(
                message.type().name(), MORE_TYPES.get(message.type().name()));
        if (type == null) {
            throw new NoText();
        }
        String[] parts = type.split(" ");
        List<String> known = new ArrayList<>(VERSIONS);
        List<String> shown = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split(":", 2);
            String[] names = pair[0].split("=", 2);
            String stored = names[names.length - 1];
            known.add(stored);
            shown.add(names[0] + ": " + field(message, stored, pair[1]));
        }
        for (StoredField field : message.fields()) {
            if (field.type != null && !known.contains(field.type.name())) {
                throw new NoText();
            }
        }
        return parts[0] + " { " + String.join(", ", shown) + " }";
    }

    private static String field(StoredMessage message, String name, String form) {
        if (form.endsWith("?")) {
            if (message.has(name)) {
                return "Some(" + field(message, name, form.substring(0, form.length() - 1)) + ")";
            }
            return NONE;
        }
        return switch (form) {
            case "text" -> quoted(message.text(name));
            case "texts" ->
                list(message.texts(name).stream().map(RustText::quoted).toList());
            case "number" -> U64.text(message.number(name));
            case "numbers" -> list(message.numbers(name).stream().map(U64::text).toList());
            case "flag" -> String.valueOf(message.isTrue(name));
            case "name" -> message.enumName(name);
            case "time" -> StoredTime.iso(message.text(name));
            case "map" -> map(message.map(name));
            case "message" -> struct(message.message(name).orElseThrow(NoText::new));
            case "messages" ->
                list(message.messages(name).stream().map(RustText::struct).toList());
            case "owned" -> owned(message.message(name).orElseThrow(NoText::new));
            case "data-type" -> dataType(message.message(name).orElseThrow(NoText::new));
            case "none" -> absent(message, name, NONE);
            case "empty-list" -> absent(message, name, "[]");
            default -> absent(message, name, "{}");
        };
    }

    private static String absent(StoredMessage message, String name, String text) {
        if (message.has(name)) {
            throw new NoText();
        }
        return text;
    }

    private static String owned(StoredMessage object) {
        String what = object.oneof("object").orElseThrow(NoText::new);
        return struct(object.message(what).orElseThrow(NoText::new));
    }

    private static String dataType(StoredMessage type) {
        String name = type.oneof("dt24").orElseThrow(NoText::new);
        String plain = PLAIN_TYPES.get(name);
        if (plain != null) {
            return plain;
        }
        StoredMessage inner = type.message(name).orElseThrow(NoText::new);
        return switch (name) {
            case "nullable_t" -> "Nullable(" + dataType(inner) + ")";
            case "array_t" -> "Array(" + dataType(inner) + ")";
            case "map_t" -> "Map(" + dataType(inner) + ")";
            case "number_t" -> "Number(" + number(inner) + ")";
            case "decimal_t" -> "Decimal(" + decimal(inner) + ")";
            case "tuple_t" ->
                "Tuple { fields_name: " + field(inner, "field_names", "texts") + ", fields_type: "
                        + list(inner.messages("field_types").stream()
                                .map(RustText::dataType)
                                .toList())
                        + " }";
            default -> throw new NoText();
        };
    }

    /** Converts {@code uint8_type} to UInt8 and {@code float64_type} to Float64. */
    private static String number(StoredMessage number) {
        String name = number.oneof("num").orElseThrow(NoText::new).replace("_type", "");
        if (name.startsWith("u")) {
            return "UI" + name.substring(2);
        }
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String decimal(StoredMessage decimal) {
        String name = decimal.oneof("decimal").orElseThrow(NoText::new);
        StoredMessage size = decimal.message(name).orElseThrow(NoText::new);
        return "Decimal" + name.substring(name.indexOf('_') + 1) + "(" + struct(size) + ")";
    }

    private static String list(List<String> items) {
        return "[" + String.join(", ", items) + "]";
    }

    private static String map(Map<String, String> map) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0 -> out.append("\\0");
                default -> {
                    if (!Character.isISOControl(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append("\\u{").append(Integer.toHexString(c)).append('}');
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
