package io.metash.catalog;

import io.metash.record.U64;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Formats a column type as short text, {@code Nullable(Int8)}, from either generation of type messages (values §4.3).
 */
public final class TypeText {
    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("bool", "Boolean"),
            Map.entry("null", "Null"),
            Map.entry("empty_array", "EmptyArray"),
            Map.entry("empty_map", "EmptyMap"),
            Map.entry("binary", "Binary"),
            Map.entry("string", "String"),
            Map.entry("timestamp", "Timestamp"),
            Map.entry("timestamp_tz", "Timestamp_Tz"),
            Map.entry("date", "Date"),
            Map.entry("interval", "Interval"),
            Map.entry("variant", "Variant"),
            Map.entry("variant_array", "Variant"),
            Map.entry("variant_object", "Variant"),
            Map.entry("bitmap", "Bitmap"),
            Map.entry("geometry", "Geometry"),
            Map.entry("geography", "Geography"),
            Map.entry("stage_location", "StageLocation"),
            Map.entry("jsonb", "Jsonb"));
    private static final Set<String> NUMBERS =
            Set.of("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64");

    /** Field of the precision in old timestamps, removed in version 15. */
    private static final int OLD_PRECISION = 1;
    /** Decimals with more digits need 256 bits. */
    private static final long MAX_DIGITS_OF_128_BITS = 38;

    private TypeText() {}

    /**
     * Returns the text of a {@code DataType}; empty when the text cannot express the message or the type is unknown.
     */
    public static Optional<String> of(StoredMessage type) {
        try {
            return Optional.of(text(type));
        } catch (NotAText e) {
            return Optional.empty();
        }
    }

    /** Thrown for a type without short text. */
    private static final class NotAText extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotAText() {
            super(null, null, false, false);
        }
    }

    private static String text(StoredMessage type) {
        StoredField kind = onlyField(type);
        String name = kind.knownType().name();
        String bare = without(without(name, "_type"), "_t");
        if (NUMBERS.contains(bare)) {
            return number(bare);
        }
        if (kind instanceof StoredField.Num size && bare.equals("opaque")) {
            return "Opaque(" + U64.text(size.value) + ")";
        }
        if (!(kind instanceof StoredField.Nested nested)) {
            throw new NotAText();
        }
        StoredMessage inner = nested.message;
        String plain = PLAIN.get(bare);
        if (bare.equals("timestamp")
                && inner.fields().size() > 0
                && inner.fields().get(0) instanceof StoredField.Num precision
                && precision.type == null
                && precision.number == OLD_PRECISION) {
            onlyVersions(new StoredMessage(
                    inner.type(), inner.fields().subList(1, inner.fields().size())));
            return "Timestamp(" + U64.text(precision.value) + ")";
        }
        if (plain != null) {
            onlyVersions(inner);
            return plain;
        }
        return switch (bare) {
            case "number" -> number(onlyField(inner).knownType().name().replaceAll("_type$", ""));
            case "nullable" -> "Nullable(" + text(old(inner, "inner")) + ")";
            case "array" -> "Array(" + text(old(inner, "inner")) + ")";
            case "map" -> map(inner);
            case "tuple" -> tuple(inner, inner.texts("field_names"), inner.messages("field_types"));
            case "struct" -> tuple(inner, inner.texts("names"), inner.messages("types"));
            case "decimal" -> decimal(inner);
            case "vector" -> vector(inner);
            default -> throw new NotAText();
        };
    }

    private static String without(String name, String suffix) {
        if (name.endsWith(suffix)) {
            return name.substring(0, name.length() - suffix.length());
        }
        return name;
    }

    private static String number(String bare) {
        if (bare.startsWith("u")) {
            return "U" + capital(bare.substring(1));
        }
        return capital(bare);
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** The inner type: the message itself, or in the old generation a field of an enclosing message. */
    private static StoredMessage old(StoredMessage inner, String field) {
        if (!inner.type().has(field)) {
            return inner;
        }
        known(inner);
        return inner.message(field).orElseThrow(NotAText::new);
    }

    private static String map(StoredMessage pair) {
        StoredField kind = onlyField(pair);
        if (!kind.knownType().name().equals("tuple_t") || !(kind instanceof StoredField.Nested nested)) {
            return "Map(" + text(pair) + ")";
        }
        known(nested.message);
        List<StoredMessage> types = nested.message.messages("field_types");
        List<String> names = nested.message.texts("field_names");
        if (types.size() != 2 || !names.equals(List.of("key", "value"))) {
            return "Map(" + text(pair) + ")";
        }
        return "Map(" + text(types.get(0)) + ", " + text(types.get(1)) + ")";
    }

    private static String tuple(StoredMessage tuple, List<String> names, List<StoredMessage> types) {
        known(tuple);
        if (names.size() != types.size()) {
            throw new NotAText();
        }
        List<String> members = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            members.add(names.get(i) + " " + text(types.get(i)));
        }
        return "Tuple(" + String.join(", ", members) + ")";
    }

    private static String decimal(StoredMessage decimal) {
        StoredField kind = onlyField(decimal);
        if (!(kind instanceof StoredField.Nested size)) {
            throw new NotAText();
        }
        known(size.message);
        boolean wide = U64.compare(size.message.number("precision"), MAX_DIGITS_OF_128_BITS) > 0;
        if (wide != kind.knownType().name().equals("decimal_256")) {
            throw new NotAText();
        }
        return "Decimal(" + size.message.asText("precision") + ", " + size.message.asText("scale") + ")";
    }

    private static String vector(StoredMessage vector) {
        known(vector);
        StoredMessage number = vector.message("num").orElseThrow(NotAText::new);
        return "Vector(" + number(onlyField(number).knownType().name().replaceAll("_type$", "")) + ", "
                + vector.asText("dimension") + ")";
    }

    /** The only field that is not a version. */
    private static StoredField onlyField(StoredMessage message) {
        StoredField only = null;
        for (StoredField field : message.fields()) {
            if (field.type == null || (only != null && !isVersion(field))) {
                throw new NotAText();
            }
            if (!isVersion(field)) {
                only = field;
            }
        }
        if (only == null) {
            throw new NotAText();
        }
        return only;
    }

    private static boolean isVersion(StoredField field) {
        return field.number == MessageJson.VER || field.number == MessageJson.MIN_READER_VER;
    }

    private static void onlyVersions(StoredMessage message) {
        for (StoredField field : message.fields()) {
            if (field.type == null || !isVersion(field)) {
                throw new NotAText();
            }
        }
    }

    private static void known(StoredMessage message) {
        if (message.fields().stream().anyMatch(field -> field.type == null)) {
            throw new NotAText();
        }
    }
}
