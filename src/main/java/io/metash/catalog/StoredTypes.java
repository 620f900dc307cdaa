package io.metash.catalog;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.UnknownFieldSet;
import io.metash.catalog.FieldType.Cardinality;
import io.metash.catalog.FieldType.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Loads the types of all stored messages from the descriptor set of {@code src/main/proto/databend} when the first
 * value is decoded. Its 198 generated classes would add 4 MB to the jar for the few types in a store.
 */
final class StoredTypes {
    private static final String PACKAGE = "databend_proto";
    /** Number of the option {@code form} (form.proto). */
    private static final int FORM = 50100;

    private static final StoredTypes ALL = load();

    private final Map<String, Map<Integer, String>> enums = new HashMap<>();
    private final Map<String, DescriptorProto> messages = new HashMap<>();
    private final Map<String, MessageType> types = new HashMap<>();

    private StoredTypes() {}

    private static StoredTypes load() {
        try (InputStream in = Objects.requireNonNull(
                StoredTypes.class.getResourceAsStream("stored-messages.desc"), "stored-messages.desc is not built")) {
            StoredTypes all = new StoredTypes();
            for (FileDescriptorProto file : FileDescriptorSet.parseFrom(in).getFileList()) {
                if (file.getPackage().equals(PACKAGE)) {
                    all.addEnums("", file.getEnumTypeList());
                    file.getMessageTypeList().forEach(message -> all.add("", message));
                }
            }
            all.messages.forEach((name, message) -> {
                if (!message.getOptions().getMapEntry()) {
                    all.types.put(name, all.type(name, message));
                }
            });
            all.messages.forEach((name, message) -> all.types.computeIfAbsent(name, n -> all.type(n, message)));
            return all;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Optional<MessageType> find(String name) {
        return Optional.ofNullable(ALL.types.get(name));
    }

    static MessageType of(String name) {
        return Objects.requireNonNull(ALL.types.get(name), name);
    }

    static List<String> names() {
        return ALL.messages.entrySet().stream()
                .filter(entry -> !entry.getValue().getOptions().getMapEntry())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private void add(String outer, DescriptorProto message) {
        String name = outer + message.getName();
        messages.put(name, message);
        addEnums(name + ".", message.getEnumTypeList());
        message.getNestedTypeList().forEach(nested -> add(name + ".", nested));
    }

    private void addEnums(String outer, List<EnumDescriptorProto> declared) {
        for (EnumDescriptorProto one : declared) {
            Map<Integer, String> names = new HashMap<>();
            for (EnumValueDescriptorProto value : one.getValueList()) {
                names.put(value.getNumber(), value.getName());
            }
            enums.put(outer + one.getName(), names);
        }
    }

    private MessageType type(String name, DescriptorProto message) {
        return new MessageType(
                name,
                message.getFieldList().stream()
                        .map(field -> field(message, field))
                        .toList());
    }

    private FieldType field(DescriptorProto of, FieldDescriptorProto field) {
        // A fully qualified name, for example .databend_proto.TableMeta.
        String typeName = "";
        if (field.hasTypeName()) {
            typeName = field.getTypeName().substring(PACKAGE.length() + 2);
        }
        boolean realOneof = field.hasOneofIndex() && !field.getProto3Optional();
        String oneof = "";
        if (realOneof) {
            oneof = of.getOneofDecl(field.getOneofIndex()).getName();
        }
        return new FieldType(
                field.getNumber(),
                field.getName(),
                wire(field.getType()),
                cardinality(field, typeName),
                oneof,
                form(field),
                typeName,
                enums.getOrDefault(typeName, Map.of()));
    }

    private Cardinality cardinality(FieldDescriptorProto field, String typeName) {
        if (field.getLabel() != Label.LABEL_REPEATED) {
            return Cardinality.ONE;
        }
        DescriptorProto message = messages.get(typeName);
        boolean map = message != null && message.getOptions().getMapEntry();
        if (map) {
            return Cardinality.MAP;
        }
        return Cardinality.LIST;
    }

    private static FieldForm form(FieldDescriptorProto field) {
        UnknownFieldSet options = field.getOptions().getUnknownFields();
        if (!options.hasField(FORM)) {
            return FieldForm.AS_IS;
        }
        long number = options.getField(FORM).getVarintList().get(0);
        return FieldForm.values()[(int) number];
    }

    private static Wire wire(FieldDescriptorProto.Type type) {
        return switch (type) {
            case TYPE_UINT32, TYPE_UINT64 -> Wire.UNSIGNED;
            case TYPE_INT32, TYPE_INT64 -> Wire.SIGNED;
            case TYPE_SINT32, TYPE_SINT64 -> Wire.ZIGZAG;
            case TYPE_BOOL -> Wire.BOOL;
            case TYPE_ENUM -> Wire.ENUM;
            case TYPE_FIXED32 -> Wire.FIXED32;
            case TYPE_FIXED64 -> Wire.FIXED64;
            case TYPE_FLOAT -> Wire.FLOAT;
            case TYPE_STRING -> Wire.TEXT;
            case TYPE_BYTES -> Wire.BYTES;
            case TYPE_MESSAGE -> Wire.MESSAGE;
            default -> throw new IllegalStateException("a field of " + type + " is not stored");
        };
    }
}
