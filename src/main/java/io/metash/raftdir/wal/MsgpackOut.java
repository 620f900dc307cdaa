package io.metash.raftdir.wal;

import io.metash.record.Bytes;
import io.metash.record.Shape;
import io.metash.record.UnknownFields;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of a shape as msgpack, each number in its shortest form (raft-dir-v004 §0.3). Absent fields stay
 * absent.
 */
final class MsgpackOut {
    private byte[] buffer = new byte[4096];
    private int length;

    byte[] array() {
        return buffer;
    }

    int length() {
        return length;
    }

    void reset() {
        length = 0;
        if (buffer.length > 4 << 20) {
            buffer = new byte[4096];
        }
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(
                    buffer, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(2L * buffer.length, (long) length + more)));
        }
    }

    MsgpackOut raw(int value, int bytes) {
        raw((long) value, bytes);
        return this;
    }

    private void raw(long value, int bytes) {
        reserve(bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    /** Writes whether there is a value, and the value. */
    MsgpackOut option(Shape kind, @Nullable Object value) {
        raw(value == null ? 0 : 1, 1);
        if (value == null) {
            return this;
        }
        return write(kind, value);
    }

    MsgpackOut write(Shape kind, @Nullable Object value) {
        if (kind instanceof Shape.Plain plain) {
            writePlain(plain, Objects.requireNonNull(value));
        } else if (kind instanceof Shape.Struct<?> struct) {
            writeStruct(struct, Objects.requireNonNull(value));
        } else if (kind instanceof Shape.Option option) {
            if (value == null) {
                raw(0xc0, 1);
            } else {
                write(option.of(), value);
            }
        } else if (kind instanceof Shape.OneOf oneOf) {
            writeOneOf(oneOf, Objects.requireNonNull(value));
        } else if (kind instanceof Shape.ListOf list) {
            List<?> elements = (List<?>) Objects.requireNonNull(value);
            header(elements.size(), 0x90, 0xdc);
            elements.forEach(element -> write(list.of(), element));
        } else if (kind instanceof Shape.ById map) {
            NavigableMap<?, ?> values = (NavigableMap<?, ?>) Objects.requireNonNull(value);
            header(values.size(), 0x80, 0xde);
            for (Map.Entry<?, ?> entry : values.entrySet()) {
                unsigned((Long) entry.getKey());
                write(map.of(), entry.getValue());
            }
        } else {
            text(((Shape.Names) kind).nameOf(Objects.requireNonNull(value)));
        }
        return this;
    }

    private void writePlain(Shape.Plain plain, Object value) {
        switch (plain) {
            case U64, U16 -> unsigned((Long) value);
            case I64, I32 -> signed((Long) value);
            case BOOL -> raw((Boolean) value ? 0xc3 : 0xc2, 1);
            case TEXT -> text((String) value);
            case KEY -> text(((Bytes) value).array());
            case BYTES -> bytes(((Bytes) value).array());
        }
    }

    private void writeStruct(Shape.Struct<?> struct, Object object) {
        int count = struct.fields().size();
        @Nullable Object[] values = new @Nullable Object[count];
        UnknownFields extra = struct.extra(object);
        int written = extra.fields().size();
        for (int i = 0; i < count; i++) {
            Object value = struct.get(i, object);
            boolean empty = value == null || (value instanceof List<?> list && list.isEmpty());
            if (struct.fields().get(i).presence() == Shape.Presence.WHEN_SET && empty) {
                value = Shape.ABSENT;
            }
            values[i] = value;
            if (value != Shape.ABSENT) {
                written++;
            }
        }
        header(written, 0x80, 0xde);
        for (int i = 0; i < count; i++) {
            if (values[i] != Shape.ABSENT) {
                byte[] name = struct.written(i);
                text(Arrays.copyOfRange(name, 1, name.length - 2));
                write(struct.fields().get(i).kind().get(), values[i]);
            }
        }
        writeFields(extra);
    }

    private void writeFields(UnknownFields extra) {
        for (UnknownFields.Field field : extra.fields()) {
            text(field.name());
            writeAny(field.value());
        }
    }

    private void writeAny(@Nullable Object value) {
        if (value == null) {
            raw(0xc0, 1);
        } else if (value instanceof Boolean bool) {
            raw(bool ? 0xc3 : 0xc2, 1);
        } else if (value instanceof BigInteger number) {
            if (number.signum() < 0) {
                signed(number.longValueExact());
            } else {
                unsigned(number.longValue());
            }
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof List<?> list) {
            header(list.size(), 0x90, 0xdc);
            list.forEach(this::writeAny);
        } else {
            UnknownFields object = (UnknownFields) value;
            header(object.fields().size(), 0x80, 0xde);
            writeFields(object);
        }
    }

    private void writeOneOf(Shape.OneOf oneOf, Object value) {
        Shape.Variant variant = oneOf.of(value);
        if (variant.content() == null) {
            text(variant.name());
            return;
        }
        raw(0x81, 1);
        text(variant.name());
        write(variant.content().get(), variant.unwrap().apply(value));
    }

    /** Writes the head of an array or map: the size is in the marker itself up to 15, else in 16 or 32 bits. */
    private void header(int size, int fix, int mark16) {
        if (size <= 15) {
            raw(fix | size, 1);
        } else if (size <= 0xffff) {
            raw(mark16, 1);
            raw(size, 2);
        } else {
            raw(mark16 + 1, 1);
            raw(size, 4);
        }
    }

    void unsigned(long number) {
        if (number < 0 || number > 0xffff_ffffL) {
            raw(0xcf, 1);
            raw(number, 8);
        } else if (number > 0xffff) {
            raw(0xce, 1);
            raw(number, 4);
        } else if (number > 0xff) {
            raw(0xcd, 1);
            raw(number, 2);
        } else {
            if (number > 0x7f) {
                raw(0xcc, 1);
            }
            raw(number, 1);
        }
    }

    private void signed(long number) {
        if (number >= 0) {
            unsigned(number);
        } else if (number >= -32) {
            raw(number, 1);
        } else if (number >= Byte.MIN_VALUE) {
            raw(0xd0, 1);
            raw(number, 1);
        } else if (number >= Short.MIN_VALUE) {
            raw(0xd1, 1);
            raw(number, 2);
        } else if (number >= Integer.MIN_VALUE) {
            raw(0xd2, 1);
            raw(number, 4);
        } else {
            raw(0xd3, 1);
            raw(number, 8);
        }
    }

    private void text(String text) {
        text(text.getBytes(StandardCharsets.UTF_8));
    }

    private void text(byte[] utf8) {
        if (utf8.length <= 31) {
            raw(0xa0 | utf8.length, 1);
        } else if (utf8.length <= 0xff) {
            raw(0xd9, 1);
            raw(utf8.length, 1);
        } else if (utf8.length <= 0xffff) {
            raw(0xda, 1);
            raw(utf8.length, 2);
        } else {
            raw(0xdb, 1);
            raw(utf8.length, 4);
        }
        bare(utf8);
    }

    private void bare(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    /** Writes a byte string as an array of integers, with two bytes for those above 127. */
    private void bytes(byte[] data) {
        header(data.length, 0x90, 0xdc);
        reserve(2 * data.length);
        byte[] out = buffer;
        int at = length;
        for (byte b : data) {
            if (b < 0) {
                out[at++] = (byte) 0xcc;
            }
            out[at++] = b;
        }
        length = at;
    }
}
