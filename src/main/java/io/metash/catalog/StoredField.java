package io.metash.catalog;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A field of a message as it was read; one of the four kinds. */
abstract class StoredField {
    final int number;
    /** Null when the field is unknown, or its encoding differs from its type. */
    final @Nullable FieldType type;

    private StoredField(int number, @Nullable FieldType type) {
        this.number = number;
        this.type = type;
    }

    abstract void write(CodedOutputStream to) throws IOException;

    /** The type of a known field. */
    final FieldType knownType() {
        return Objects.requireNonNull(type);
    }

    /** A number: a varint, or four or eight bytes. */
    static final class Num extends StoredField {
        final int wireType;
        final long value;

        Num(int number, @Nullable FieldType type, int wireType, long value) {
            super(number, type);
            this.wireType = wireType;
            this.value = value;
        }

        @Override
        void write(CodedOutputStream to) throws IOException {
            to.writeTag(number, wireType);
            switch (wireType) {
                case WireFormat.WIRETYPE_VARINT -> to.writeUInt64NoTag(value);
                case WireFormat.WIRETYPE_FIXED32 -> to.writeFixed32NoTag((int) value);
                default -> to.writeFixed64NoTag(value);
            }
        }
    }

    /** Text, bytes, or what an unknown field holds. */
    static final class Data extends StoredField {
        final byte[] bytes;

        Data(int number, @Nullable FieldType type, byte[] bytes) {
            super(number, type);
            this.bytes = bytes;
        }

        @Override
        void write(CodedOutputStream to) throws IOException {
            to.writeByteArray(number, bytes);
        }
    }

    /** Numbers of a list in one field. */
    static final class Packed extends StoredField {
        final long[] values;

        Packed(int number, @Nullable FieldType type, long[] values) {
            super(number, type);
            this.values = values;
        }

        @Override
        void write(CodedOutputStream to) throws IOException {
            int size = 0;
            for (long value : values) {
                size += CodedOutputStream.computeUInt64SizeNoTag(value);
            }
            to.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            to.writeUInt32NoTag(size);
            for (long value : values) {
                to.writeUInt64NoTag(value);
            }
        }
    }

    /** A message, or an entry of a map. */
    static final class Nested extends StoredField {
        final StoredMessage message;

        Nested(int number, @Nullable FieldType type, StoredMessage message) {
            super(number, type);
            this.message = message;
        }

        @Override
        void write(CodedOutputStream to) throws IOException {
            to.writeByteArray(number, message.bytes());
        }
    }
}
