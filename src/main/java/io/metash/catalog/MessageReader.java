package io.metash.catalog;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.metash.catalog.FieldType.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses messages by type. Keeps unknown fields, and fields with an unexpected encoding, unchanged. */
final class MessageReader {
    /** Limit on the nesting of column types (values §4.3). */
    private static final int MAX_DEPTH = 100;

    private final CodedInputStream in;
    private final int length;

    private MessageReader(byte[] bytes) {
        in = CodedInputStream.newInstance(bytes);
        length = bytes.length;
    }

    /** Parses with a reader and must consume all of its bytes. */
    private interface Parser {
        StoredMessage read(MessageReader reader) throws IOException, BadMessage;
    }

    /**
     * Parses a message that spans all bytes.
     *
     * @throws BadMessage when the bytes are not a message of this type
     */
    static StoredMessage read(MessageType type, byte[] bytes) throws BadMessage {
        return read(type, bytes, reader -> reader.message(type, 0));
    }

    /**
     * Parses some fields of a message and skips all others.
     *
     * @throws BadMessage when the bytes are not a message of this type
     */
    static StoredMessage brief(MessageType type, byte[] bytes, Set<String> wanted) throws BadMessage {
        return read(type, bytes, reader -> reader.fields(type, wanted));
    }

    private static StoredMessage read(MessageType type, byte[] bytes, Parser reading) throws BadMessage {
        MessageReader reader = new MessageReader(bytes);
        try {
            // Without this limit, a nested message could end silently at the end of the bytes.
            reader.in.pushLimit(reader.length);
            return reading.read(reader);
        } catch (InvalidProtocolBufferException broken) {
            throw new BadMessage("not a message " + type + ": damaged at byte " + reader.in.getTotalBytesRead());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private StoredMessage fields(MessageType type, Set<String> wanted) throws IOException, BadMessage {
        List<StoredField> fields = new ArrayList<>();
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            FieldType field = type.field(WireFormat.getTagFieldNumber(tag));
            if (field != null && wanted.contains(field.name())) {
                fields.add(field(type, tag, 0));
            } else {
                in.skipField(tag);
            }
        }
        return new StoredMessage(type, fields);
    }

    private StoredMessage message(MessageType type, int depth) throws IOException, BadMessage {
        if (depth > MAX_DEPTH) {
            throw new BadMessage("not a message: nested more than " + MAX_DEPTH + " deep");
        }
        List<StoredField> fields = new ArrayList<>();
        while (!in.isAtEnd()) {
            fields.add(field(type, in.readTag(), depth));
        }
        return new StoredMessage(type, fields);
    }

    private StoredField field(MessageType of, int tag, int depth) throws IOException, BadMessage {
        int number = WireFormat.getTagFieldNumber(tag);
        FieldType type = of.field(number);
        int wireType = WireFormat.getTagWireType(tag);
        return switch (wireType) {
            case WireFormat.WIRETYPE_VARINT ->
                number(number, type != null && type.wire().isVarint() ? type : null, wireType, in.readRawVarint64());
            case WireFormat.WIRETYPE_FIXED32 ->
                number(
                        number,
                        type != null && type.wire().isFourBytes() ? type : null,
                        wireType,
                        in.readRawLittleEndian32() & 0xffffffffL);
            case WireFormat.WIRETYPE_FIXED64 ->
                number(
                        number,
                        type != null && type.wire() == Wire.FIXED64 ? type : null,
                        wireType,
                        in.readRawLittleEndian64());
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> delimited(number, type, depth);
            default ->
                throw new BadMessage(
                        "not a message " + of + ": wire type " + wireType + " at byte " + in.getTotalBytesRead());
        };
    }

    private static StoredField number(int number, @Nullable FieldType type, int wireType, long value) {
        return new StoredField.Num(number, type, wireType, value);
    }

    private StoredField delimited(int number, @Nullable FieldType type, int depth) throws IOException, BadMessage {
        if (type == null) {
            return new StoredField.Data(number, null, in.readByteArray());
        }
        switch (type.wire()) {
            case MESSAGE -> {
                int limit = in.pushLimit(in.readRawVarint32());
                StoredMessage message = message(type.message(), depth + 1);
                in.popLimit(limit);
                return new StoredField.Nested(number, type, message);
            }
            case TEXT, BYTES -> {
                return new StoredField.Data(number, type, in.readByteArray());
            }
            default -> {
                boolean packed = type.isList() && type.wire().isVarint();
                if (packed) {
                    return new StoredField.Packed(number, type, packed());
                }
                return new StoredField.Data(number, null, in.readByteArray());
            }
        }
    }

    private long[] packed() throws IOException {
        int length = in.readRawVarint32();
        int limit = in.pushLimit(length);
        long[] values = new long[Math.min(length, 1024)];
        int count = 0;
        while (!in.isAtEnd()) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = in.readRawVarint64();
        }
        in.popLimit(limit);
        return Arrays.copyOf(values, count);
    }
}
