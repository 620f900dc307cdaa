package io.metash.catalog;

import com.google.protobuf.CodedOutputStream;
import io.metash.record.U64;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored protobuf message. It keeps its fields in their original order, unknown ones included, so that
 * {@link #bytes} returns the original bytes. When a singular field is repeated, the last value counts.
 */
public final class StoredMessage {
    private final MessageType type;
    private final List<StoredField> fields;

    StoredMessage(MessageType type, List<StoredField> fields) {
        this.type = type;
        this.fields = fields;
    }

    /** The message type. */
    public MessageType type() {
        return type;
    }

    List<StoredField> fields() {
        return fields;
    }

    /** The fields that its type does not know. */
    List<StoredField> unknown() {
        List<StoredField> unknown = List.of();
        for (StoredField field : fields) {
            if (field.type == null) {
                if (unknown.isEmpty()) {
                    unknown = new ArrayList<>();
                }
                unknown.add(field);
            }
        }
        return unknown;
    }

    /** Encodes the message. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, 256);
        try {
            for (StoredField field : fields) {
                field.write(out);
            }
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private @Nullable StoredField last(FieldType field) {
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).type == field) {
                return fields.get(i);
            }
        }
        return null;
    }

    /** Whether a field is present. */
    public boolean has(String name) {
        return has(type.field(name));
    }

    boolean has(FieldType field) {
        return last(field) != null;
    }

    /** A number, u64; 0 when absent. */
    public long number(String name) {
        if (last(type.field(name)) instanceof StoredField.Num number) {
            return number.value;
        }
        return 0;
    }

    /** The name of an enum value, by default that of 0; the number when it has no name. */
    public String enumName(String name) {
        int value = (int) number(name);
        return type.field(name).enumNames().getOrDefault(value, Integer.toString(value));
    }

    /** Whether a boolean field is true. */
    public boolean isTrue(String name) {
        return number(name) != 0;
    }

    /** A string; empty when absent. */
    public String text(String name) {
        if (last(type.field(name)) instanceof StoredField.Data data) {
            return utf8(data.bytes);
        }
        return "";
    }

    /** The strings of a repeated field. */
    public List<String> texts(String name) {
        FieldType wanted = type.field(name);
        List<String> texts = new ArrayList<>();
        for (StoredField field : fields) {
            if (field.type == wanted && field instanceof StoredField.Data data) {
                texts.add(utf8(data.bytes));
            }
        }
        return texts;
    }

    /** The numbers of a repeated field, u64. */
    public List<Long> numbers(String name) {
        FieldType wanted = type.field(name);
        List<Long> numbers = new ArrayList<>();
        for (StoredField field : fields) {
            if (field.type == wanted && field instanceof StoredField.Packed packed) {
                for (long value : packed.values) {
                    numbers.add(value);
                }
            } else if (field.type == wanted && field instanceof StoredField.Num number) {
                numbers.add(number.value);
            }
        }
        return numbers;
    }

    /** The messages of a repeated or singular field. */
    public List<StoredMessage> messages(String name) {
        return messages(type.field(name));
    }

    private List<StoredMessage> messages(FieldType wanted) {
        List<StoredMessage> messages = new ArrayList<>();
        for (StoredField field : fields) {
            if (field.type == wanted && field instanceof StoredField.Nested nested) {
                messages.add(nested.message);
            }
        }
        return messages;
    }

    /** A nested message; empty when absent. Repeated occurrences are merged, as protobuf specifies. */
    public Optional<StoredMessage> message(String name) {
        return merged(type.field(name));
    }

    Optional<StoredMessage> merged(FieldType field) {
        StoredMessage only = null;
        boolean several = false;
        for (StoredField one : fields) {
            if (one.type == field && one instanceof StoredField.Nested nested) {
                several = only != null;
                only = nested.message;
                if (several) {
                    break;
                }
            }
        }
        if (!several) {
            return Optional.ofNullable(only);
        }
        List<StoredMessage> parts = messages(field);
        List<StoredField> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(part.fields));
        return Optional.of(new StoredMessage(parts.get(0).type, all));
    }

    /** A map of strings; numbers as text. */
    public Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        for (StoredMessage entry : messages(name)) {
            map.put(entry.asText("key"), entry.asText("value"));
        }
        return map;
    }

    /** A map of messages; number keys as text. */
    public Map<String, StoredMessage> messageMap(String name) {
        Map<String, StoredMessage> map = new LinkedHashMap<>();
        for (StoredMessage entry : messages(name)) {
            entry.message("value").ifPresent(value -> map.put(entry.asText("key"), value));
        }
        return map;
    }

    /** A string or number as text; empty or 0 when absent. */
    public String asText(String name) {
        FieldType field = type.field(name);
        if (field.wire() == FieldType.Wire.TEXT) {
            return text(name);
        }
        return U64.text(number(name));
    }

    /** The set member of a oneof; the last one counts. */
    public Optional<String> oneof(String name) {
        for (int i = fields.size() - 1; i >= 0; i--) {
            FieldType field = fields.get(i).type;
            if (field != null && field.oneof().equals(name)) {
                return Optional.of(field.name());
            }
        }
        return Optional.empty();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
