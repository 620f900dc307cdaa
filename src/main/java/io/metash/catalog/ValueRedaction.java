package io.metash.catalog;

import io.metash.catalog.RedactionRules.Form;
import io.metash.record.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rewrites values with pseudonyms and without secrets. Ids, times, versions and the structure stay; an undecodable
 * value is emptied.
 */
public final class ValueRedaction {
    private static final byte[] MARK = {1};

    private final Substitutes substitutes;
    private final TextRedaction texts;
    private final Consumer<RedactionCount> counts;

    /**
     * Creates a redaction with the given pseudonyms.
     *
     * @param counts receives the counter of each removal
     */
    public ValueRedaction(Substitutes substitutes, Consumer<RedactionCount> counts) {
        this.substitutes = substitutes;
        this.texts = new TextRedaction(substitutes);
        this.counts = counts;
    }

    /** Rewrites the value of a key. */
    public Bytes value(Bytes key, Bytes value) {
        StoredValue read = StoredValue.of(key, value);
        if (read.message().isPresent()) {
            return Bytes.of(read.encode(message(read.message().get())));
        }
        if (read.jsonText().isPresent()) {
            String json = read.jsonText().get();
            return Bytes.utf8(
                    new JsonRedaction(texts, counts).rewrite(json, read.kind().of()));
        }
        if (read.problem().isPresent()) {
            counts.accept(RedactionCount.UNDECODED);
            return empty(read.kind());
        }
        return plain(read.kind(), value);
    }

    private static Bytes empty(ValueKind kind) {
        return switch (kind.encoding()) {
            case ID, NUMBER, MS -> Bytes.utf8("0");
            case JSON -> Bytes.utf8("{}");
            default -> Bytes.EMPTY;
        };
    }

    private Bytes plain(ValueKind kind, Bytes value) {
        return switch (kind.encoding()) {
            case ID, NUMBER, MS, EMPTY, PB, JSON -> value;
            case TEXT -> Bytes.utf8(texts.name(value.text()));
            case PERMIT -> Bytes.of(permit(Permit.read(value.array()).orElseThrow()));
            case NONE, UNKNOWN -> unknown(value);
        };
    }

    private byte[] permit(Permit permit) {
        return new Permit(texts.name(permit.holder()), permit.permits()).bytes();
    }

    private Bytes unknown(Bytes value) {
        if (value.length() == 0 || value.equals(Bytes.of(MARK))) {
            return value;
        }
        counts.accept(RedactionCount.UNKNOWN_VALUE);
        return Bytes.utf8(substitutes.text(new String(value.array(), StandardCharsets.ISO_8859_1)));
    }

    private StoredMessage message(StoredMessage message) {
        List<StoredField> fields = new ArrayList<>();
        for (StoredField field : message.fields()) {
            if (field instanceof StoredField.Num || field instanceof StoredField.Packed) {
                fields.add(field);
            } else if (field.type == null) {
                counts.accept(RedactionCount.UNKNOWN_FIELD);
            } else if (field instanceof StoredField.Nested nested) {
                StoredMessage inner;
                if (field.type.isMap()) {
                    inner = entry(message.type(), field.type, nested.message);
                } else {
                    inner = message(nested.message);
                }
                fields.add(new StoredField.Nested(field.number, field.type, inner));
            } else {
                byte[] bytes = ((StoredField.Data) field).bytes;
                fields.add(new StoredField.Data(field.number, field.type, scalar(message.type(), field.type, bytes)));
            }
        }
        return new StoredMessage(message.type(), fields);
    }

    private byte[] scalar(MessageType of, FieldType field, byte[] bytes) {
        if (field.form() == FieldForm.SECRET) {
            return secret(field, bytes);
        }
        Optional<Form> rule = RedactionRules.field(of.name(), field.name());
        if (field.wire() == FieldType.Wire.BYTES) {
            if (rule.isPresent()) {
                return bytes;
            }
            return new byte[0];
        }
        String text = utf8(bytes);
        return texts.apply(rule.orElseGet(() -> usual(field.form(), text)), text)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] secret(FieldType field, byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        counts.accept(RedactionCount.SECRET);
        if (field.wire() == FieldType.Wire.BYTES) {
            return new byte[0];
        }
        return TextRedaction.REDACTED.getBytes(StandardCharsets.UTF_8);
    }

    private static String utf8(byte[] bytes) {
        return KeyEscape.strictUtf8(ByteBuffer.wrap(bytes))
                .orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Returns the kind of a text by its syntax, for fields without a rule. */
    private static Form usual(FieldForm form, String text) {
        return switch (form) {
            case TIME -> StoredTime.millis(text).isPresent() ? Form.KEEP : Form.TEXT;
            case ADDRESS -> Form.ADDRESS;
            case FREE_TEXT, SECRET_NAMES -> Form.TEXT;
            default -> Form.NAME;
        };
    }

    private StoredMessage entry(MessageType of, FieldType map, StoredMessage entry) {
        String key = entry.asText("key");
        List<StoredField> fields = new ArrayList<>();
        for (StoredField field : entry.fields()) {
            if (field instanceof StoredField.Nested nested) {
                fields.add(new StoredField.Nested(field.number, field.type, message(nested.message)));
            } else if (field instanceof StoredField.Data data && field.type != null) {
                boolean isKey = field.type.name().equals("key");
                String text = utf8(data.bytes);
                String written;
                if (isKey) {
                    written = entryKey(of, map, text);
                } else {
                    written = entryValue(of, map, key, text);
                }
                fields.add(new StoredField.Data(field.number, field.type, written.getBytes(StandardCharsets.UTF_8)));
            } else if (field.type != null) {
                fields.add(field);
            }
        }
        return new StoredMessage(entry.type(), fields);
    }

    private String entryKey(MessageType of, FieldType map, String key) {
        if (RedactionRules.keepsKey(of.name(), map.name(), key)) {
            return key;
        }
        return texts.name(key);
    }

    private String entryValue(MessageType of, FieldType map, String key, String text) {
        boolean secret = map.form() == FieldForm.SECRET_VALUES
                || map.form() == FieldForm.SECRET_NAMES && SecretNames.contains(key);
        if (secret && !text.isEmpty()) {
            counts.accept(RedactionCount.SECRET);
            return TextRedaction.REDACTED;
        }
        Form form = RedactionRules.entry(of.name(), map.name(), key).orElseGet(() -> usual(map.form(), text));
        return texts.apply(form, text);
    }
}
