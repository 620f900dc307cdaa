package io.metash.catalog;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A parsed field of a message, of one of four kinds. */
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

    /** A number: varint, fixed32 or fixed64. */
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

    /** A string, bytes, or the content of an unknown field. */
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

    /** Packed repeated numbers. */
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

    /** A nested message or map entry. */
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
