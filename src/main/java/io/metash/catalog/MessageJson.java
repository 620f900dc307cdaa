package io.metash.catalog;

import io.metash.catalog.FieldType.Wire;
import io.metash.record.U64;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a stored message as JSON: fields and enums by name, times in ISO 8601, column types as short text. Missing
 * fields are omitted; unknown fields come last, by number. Names that start with {@code _} are metash's own.
 */
final class MessageJson {
    static final int VER = 100;
    static final int MIN_READER_VER = 101;

    private static final HexFormat HEX = HexFormat.of();
    /** Messages with one oneof of messages: {@code kind} names the member, followed by the member's fields. */
    private static final Set<String> KINDS = Set.of(
            "StorageConfig", "FileFormatParams", "AuthInfo", "GrantObject", "OwnershipObject", "IcebergCatalogOption");

    private final JsonSink out;
    private final SecretPolicy policy;
    private final long rootVer;
    private final long rootMinReaderVer;

    private MessageJson(JsonSink out, SecretPolicy policy, StoredMessage root) {
        this.out = out;
        this.policy = policy;
        this.rootVer = version(root, VER);
        this.rootMinReaderVer = version(root, MIN_READER_VER);
    }

    /** Writes a message that is the root of a value. */
    static void write(StoredMessage message, SecretPolicy policy, JsonSink out) {
        MessageJson json = new MessageJson(out, policy, message);
        out.beginObject();
        out.name("_type");
        out.text(message.type().name());
        json.versions(message, true, "_");
        json.fields(message, "_");
        out.endObject();
    }

    private static long version(StoredMessage message, int number) {
        FieldType field = message.type().field(number);
        if (field == null) {
            return 0;
        }
        return message.number(field.name());
    }

    /** Nested messages repeat the versions of the root; only different versions are written. */
    private void versions(StoredMessage message, boolean root, String prefix) {
        long ver = version(message, VER);
        long min = version(message, MIN_READER_VER);
        if (ver != 0 && (root || ver != rootVer)) {
            out.name(prefix + "ver");
            out.unsigned(ver);
        }
        if (min != 0 && (root || min != rootMinReaderVer)) {
            out.name(prefix + "min_reader_ver");
            out.unsigned(min);
        }
    }

    private void object(StoredMessage message) {
        out.beginObject();
        versions(message, false, "_");
        fields(message, "_");
        out.endObject();
    }

    private void fields(StoredMessage message, String prefix) {
        boolean kinds = KINDS.contains(message.type().name());
        for (FieldType field : message.type().fields()) {
            if (field.number() == VER || field.number() == MIN_READER_VER || !isWritten(message, field)) {
                continue;
            }
            if (kinds && !field.oneof().isEmpty()) {
                kind(message, field);
            } else {
                field(message, field);
            }
        }
        unknown(message, prefix);
    }

    private static boolean isWritten(StoredMessage message, FieldType field) {
        if (!field.oneof().isEmpty()) {
            return message.oneof(field.oneof()).filter(field.name()::equals).isPresent();
        }
        return message.has(field);
    }

    private void kind(StoredMessage message, FieldType member) {
        out.name("kind");
        out.text(member.name());
        message.merged(member).ifPresent(inner -> {
            // The enclosing object may have fields of the same names.
            versions(inner, false, "_kind_");
            fields(inner, "_kind_");
        });
    }

    private void field(StoredMessage message, FieldType field) {
        if (field.name().equals("schema") && field.typeName().equals("DataSchema")) {
            ColumnsJson.write(message, this::scalarText, this::nested, out);
            return;
        }
        if (ColumnsJson.hasWritten(message, field)) {
            return;
        }
        out.name(field.name());
        if (field.isMap()) {
            map(message, field);
        } else if (field.isList()) {
            out.beginArray();
            message.fields().stream().filter(one -> one.type == field).forEach(this::value);
            out.endArray();
        } else if (field.wire() == Wire.MESSAGE) {
            message.merged(field).ifPresent(this::nested);
        } else {
            List<StoredField> all = message.fields();
            for (int i = all.size() - 1; i >= 0; i--) {
                if (all.get(i).type == field) {
                    value(all.get(i));
                    break;
                }
            }
        }
    }

    /** Writes a nested message: as short text if that is lossless, else as an object. */
    void nested(StoredMessage message) {
        Optional<String> text =
                switch (message.type().name()) {
                    case "DataType", "VariantDataType" -> TypeText.of(message);
                    case "StageInfo.OnErrorMode" -> onError(message);
                    case "UserIdentity" -> user(message);
                    default -> Optional.empty();
                };
        if (text.isPresent()) {
            out.text(text.get());
        } else if (message.type().name().equals("Empty") && message.fields().isEmpty()) {
            out.bool(true);
        } else {
            object(message);
        }
    }

    private static Optional<String> onError(StoredMessage mode) {
        if (mode.fields().size() != 1 || mode.fields().get(0).type == null) {
            return Optional.empty();
        }
        StoredField kind = mode.fields().get(0);
        String name = kind.knownType().name();
        if (kind instanceof StoredField.Num number) {
            return Optional.of(name + "(" + U64.text(number.value) + ")");
        }
        boolean bare = kind instanceof StoredField.Nested nested
                && nested.message.fields().isEmpty();
        if (bare) {
            return Optional.of(name);
        }
        return Optional.empty();
    }

    private static Optional<String> user(StoredMessage identity) {
        if (identity.fields().stream().anyMatch(field -> field.type == null)) {
            return Optional.empty();
        }
        return Optional.of(new UserName(identity.text("username"), identity.text("hostname")).toString());
    }

    private void map(StoredMessage message, FieldType field) {
        Map<String, StoredMessage> entries = new LinkedHashMap<>();
        message.messages(field.name()).forEach(entry -> entries.put(entry.asText("key"), entry));
        if (field.form() == FieldForm.SET) {
            out.beginArray();
            entries.keySet().forEach(out::text);
            out.endArray();
            return;
        }
        out.beginObject();
        entries.forEach((key, entry) -> {
            out.name(key);
            entry(field, key, entry);
        });
        out.endObject();
    }

    private void entry(FieldType map, String key, StoredMessage entry) {
        FieldType value = entry.type().field("value");
        if (value.wire() == Wire.MESSAGE) {
            entry.merged(value).ifPresentOrElse(this::nested, out::nothing);
            return;
        }
        boolean secret = map.form() == FieldForm.SECRET_VALUES
                || (map.form() == FieldForm.SECRET_NAMES && SecretNames.contains(key));
        if (secret && policy.hides()) {
            out.hidden(SecretNames.MARK);
        } else if (value.wire() == Wire.TEXT) {
            boolean free = map.form() == FieldForm.SECRET_NAMES || map.form() == FieldForm.FREE_TEXT;
            String text = entry.text("value");
            out.text(free && policy.hides() ? SecretNames.mask(text) : text);
        } else {
            out.unsigned(entry.number("value"));
        }
    }

    private void value(StoredField field) {
        if (field instanceof StoredField.Nested nested) {
            nested(nested.message);
        } else if (field instanceof StoredField.Packed packed) {
            for (long value : packed.values) {
                number(field.knownType(), value);
            }
        } else if (field instanceof StoredField.Num number) {
            number(field.knownType(), number.value);
        } else {
            scalarText(field.knownType(), ((StoredField.Data) field).bytes);
        }
    }

    private void number(FieldType type, long value) {
        switch (type.form()) {
            case PRIVILEGES -> {
                out.beginArray();
                Privileges.names(value).forEach(out::text);
                out.endArray();
                return;
            }
            case EPOCH_SECONDS -> {
                if (Math.abs(value) < Integer.MAX_VALUE * 100L) {
                    out.text(Instant.ofEpochSecond(value).toString());
                    return;
                }
            }
            default -> {}
        }
        switch (type.wire()) {
            case BOOL -> out.bool(value != 0);
            case SIGNED -> out.number(Long.toString(value));
            case ZIGZAG -> out.number(Long.toString(value >>> 1 ^ -(value & 1)));
            case FLOAT -> out.text(Float.toString(Float.intBitsToFloat((int) value)));
            case ENUM -> {
                String name = type.enumNames().get((int) value);
                if (name == null) {
                    out.number(Long.toString(value));
                } else {
                    out.text(name);
                }
            }
            default -> {
                out.unsigned(value);
                if (type.form() != FieldForm.AS_IS) {
                    type.form().target(value).ifPresent(out::refersTo);
                }
            }
        }
    }

    private void scalarText(FieldType type, byte[] bytes) {
        if (type.form() == FieldForm.SECRET && policy.hides()) {
            out.hidden(SecretNames.mark(bytes.length));
            return;
        }
        if (type.wire() == Wire.BYTES) {
            out.text(HEX.formatHex(bytes));
            return;
        }
        Optional<String> strict = KeyEscape.strictUtf8(ByteBuffer.wrap(bytes));
        if (strict.isEmpty()) {
            out.beginObject();
            out.name("_hex");
            out.text(HEX.formatHex(bytes));
            out.endObject();
            return;
        }
        out.text(shown(type.form(), strict.get()));
    }

    private String shown(FieldForm form, String text) {
        return switch (form) {
            case TIME -> StoredTime.iso(text);
            case ADDRESS -> policy.hides() ? SecretNames.maskUrls(text) : text;
            case FREE_TEXT -> policy.hides() ? SecretNames.mask(text) : text;
            default -> text;
        };
    }

    private void unknown(StoredMessage message, String prefix) {
        List<StoredField> unknown = message.unknown();
        if (unknown.isEmpty()) {
            return;
        }
        // Removed fields of these messages were secrets (values §4.8); next to declared secrets, any unknown field
        // may be a secret.
        String type = message.type().name();
        boolean secret = policy.hides()
                && (type.endsWith("StorageConfig")
                        || type.endsWith("CatalogOption")
                        || message.type().fields().stream()
                                .anyMatch(field -> field.form().isSecret()));
        out.name(prefix + "unknown_fields");
        out.beginArray();
        for (StoredField field : unknown) {
            out.beginObject();
            out.name("number");
            out.unsigned(field.number);
            unknownValue(field, secret);
            out.endObject();
        }
        out.endArray();
    }

    private void unknownValue(StoredField field, boolean secret) {
        if (secret) {
            out.name("value");
            out.hidden(SecretNames.MARK);
        } else if (field instanceof StoredField.Num number) {
            out.name("value");
            out.unsigned(number.value);
        } else {
            byte[] bytes = ((StoredField.Data) field).bytes;
            Optional<String> text = KeyEscape.strictUtf8(ByteBuffer.wrap(bytes)).filter(PlainText::isPrintable);
            out.name(text.isPresent() ? "text" : "hex");
            String shown = text.orElseGet(() -> HEX.formatHex(bytes));
            out.text(policy.hides() ? SecretNames.mask(shown) : shown);
        }
    }

    /** Returns the text of a field that is written elsewhere. */
    static String text(StoredField field) {
        return new String(((StoredField.Data) field).bytes, StandardCharsets.UTF_8);
    }
}
