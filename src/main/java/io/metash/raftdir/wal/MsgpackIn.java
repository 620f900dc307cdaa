package io.metash.raftdir.wal;

import io.metash.record.Bytes;
import io.metash.record.Membership;
import io.metash.record.Shape;
import io.metash.record.ShapeReader;
import io.metash.record.StructFields;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses values of a shape from msgpack (raft-dir-v004 §0.3). An absent field stays absent where that differs from
 * null, so that reading and writing again yields the same bytes; unknown fields are kept.
 */
final class MsgpackIn extends ShapeReader {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private byte[] buffer = new byte[0];
    private int at;
    private int end;

    void begin(byte[] bytes, int from, int to) {
        buffer = bytes;
        at = from;
        end = to;
        restart();
    }

    @Override
    protected int at() {
        return at;
    }

    private void need(int bytes) {
        if (end - at < bytes) {
            throw UndecodableRecord.early(at);
        }
    }

    int mark() {
        need(1);
        return buffer[at++] & 0xff;
    }

    private int peek() {
        need(1);
        return buffer[at] & 0xff;
    }

    long raw(int bytes) {
        need(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | buffer[at++] & 0xff;
        }
        return value;
    }

    private UndecodableRecord expected(int from, String what) {
        return UndecodableRecord.wrong(
                from, String.format("expected %s, found byte 0x%02x", what, buffer[from] & 0xff));
    }

    @Override
    protected boolean skipNull() {
        if (peek() == 0xc0) {
            at++;
            return true;
        }
        return false;
    }

    @Override
    protected Object readPlain(Shape.Plain plain) {
        switch (plain) {
            case U64:
                return unsigned(Long.MAX_VALUE, true);
            case U16:
                return unsigned(0xffff, false);
            case I64:
                return signed(Long.MIN_VALUE, Long.MAX_VALUE);
            case I32:
                return signed(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BOOL:
                return bool();
            case TEXT:
                return text();
            case KEY:
                return Bytes.of(utf8());
            default:
                return bytes();
        }
    }

    private boolean bool() {
        int from = at;
        int mark = mark();
        if (mark != 0xc2 && mark != 0xc3) {
            throw expected(from, "true or false");
        }
        return mark == 0xc3;
    }

    private long unsigned(long most, boolean whole) {
        int from = at;
        int mark = peek();
        if (mark <= 0x7f) {
            at++;
            return mark;
        }
        if (whole && mark >= 0xcc && mark <= 0xcf) {
            at++;
            return raw(1 << (mark - 0xcc));
        }
        BigInteger number = integer();
        boolean fits = number.signum() >= 0 && (whole || number.compareTo(BigInteger.valueOf(most)) <= 0);
        if (!fits) {
            throw UndecodableRecord.wrong(from, "the number " + number + " is out of range");
        }
        return number.longValue();
    }

    private long signed(long least, long most) {
        int from = at;
        BigInteger number = integer();
        if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw UndecodableRecord.wrong(from, "the number " + number + " is out of range");
        }
        return number.longValue();
    }

    private BigInteger integer() {
        int from = at;
        int mark = mark();
        if (mark <= 0x7f) {
            return BigInteger.valueOf(mark);
        }
        if (mark >= 0xe0) {
            return BigInteger.valueOf((byte) mark);
        }
        switch (mark) {
            case 0xcc:
                return BigInteger.valueOf(raw(1));
            case 0xcd:
                return BigInteger.valueOf(raw(2));
            case 0xce:
                return BigInteger.valueOf(raw(4));
            case 0xcf: {
                BigInteger number = BigInteger.valueOf(raw(8));
                if (number.signum() < 0) {
                    return number.add(TWO_64);
                }
                return number;
            }
            case 0xd0:
                return BigInteger.valueOf((byte) raw(1));
            case 0xd1:
                return BigInteger.valueOf((short) raw(2));
            case 0xd2:
                return BigInteger.valueOf((int) raw(4));
            case 0xd3:
                return BigInteger.valueOf(raw(8));
            default:
                throw expected(from, "a number");
        }
    }

    private int head(int fix, int mark16, String what) {
        int from = at;
        int mark = mark();
        long size;
        if ((mark & 0xf0) == fix) {
            size = mark & 0x0f;
        } else if (mark == mark16) {
            size = raw(2);
        } else if (mark == mark16 + 1) {
            size = raw(4);
        } else {
            throw expected(from, what);
        }
        if (size > end - at) {
            throw UndecodableRecord.early(from);
        }
        return (int) size;
    }

    private int arrayHead() {
        return head(0x90, 0xdc, "a list");
    }

    private int mapHead() {
        return head(0x80, 0xde, "an object");
    }

    private String text() {
        return new String(utf8(), StandardCharsets.UTF_8);
    }

    private byte[] utf8() {
        int from = at;
        int mark = mark();
        long size;
        if ((mark & 0xe0) == 0xa0) {
            size = mark & 0x1f;
        } else if (mark >= 0xd9 && mark <= 0xdb) {
            size = raw(1 << (mark - 0xd9));
        } else {
            throw expected(from, "a text");
        }
        if (size > end - at) {
            throw UndecodableRecord.early(from);
        }
        byte[] bytes = Arrays.copyOfRange(buffer, at, at + (int) size);
        at += (int) size;
        for (byte b : bytes) {
            if (b < 0) {
                requireUtf8(bytes, from);
                break;
            }
        }
        return bytes;
    }

    private static void requireUtf8(byte[] bytes, int from) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException bad) {
            throw UndecodableRecord.wrong(from, "a string is not UTF-8");
        }
    }

    private Bytes bytes() {
        int from = at;
        int size = arrayHead();
        byte[] out = new byte[size];
        byte[] in = buffer;
        int i = at;
        for (int n = 0; n < size; n++) {
            if (i >= end) {
                throw UndecodableRecord.early(from);
            }
            byte b = in[i++];
            if (b < 0) {
                if (b != (byte) 0xcc) {
                    throw expected(i - 1, "a byte as a number from 0 to 255");
                }
                if (i >= end) {
                    throw UndecodableRecord.early(from);
                }
                b = in[i++];
            }
            out[n] = b;
        }
        at = i;
        return Bytes.of(out);
    }

    @Override
    protected NavigableMap<Long, Object> readById(Shape.ById map) {
        int size = mapHead();
        NavigableMap<Long, Object> values = Membership.byId();
        for (int i = 0; i < size; i++) {
            int from = at;
            long id = unsigned(0, true);
            if (values.put(id, read(map.of())) != null) {
                throw UndecodableRecord.wrong(from, "the id " + U64.text(id) + " occurs twice");
            }
        }
        return values;
    }

    @Override
    protected Object readName(Shape.Names names) {
        int from = at;
        String name = text();
        Object value = names.named(name);
        if (value == null) {
            throw UndecodableRecord.wrong(from, "unknown name '" + name + "'");
        }
        return value;
    }

    @Override
    protected @Nullable Object readOneOf(Shape.OneOf oneOf) {
        int from = at;
        boolean object = (peek() & 0xf0) == 0x80;
        if (object && mapHead() != 1) {
            throw expected(from, "a " + oneOf);
        }
        String name = text();
        Shape.Variant variant = oneOf.named(name);
        if (variant == null) {
            throw UndecodableRecord.wrong(from, "unknown " + oneOf + " '" + name + "'");
        }
        Supplier<Shape> content = variant.content();
        if (object != (content != null)) {
            throw UndecodableRecord.wrong(from, oneOf + " " + name + " in the wrong form");
        }
        if (content == null) {
            return variant.wrap().apply(null);
        }
        return variant.wrap().apply(read(content.get()));
    }

    @Override
    protected List<?> readList(Shape.ListOf list) {
        int size = arrayHead();
        List<@Nullable Object> elements = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            elements.add(read(list.of()));
        }
        return elements;
    }

    @Override
    protected <T> T readStruct(Shape.Struct<T> struct) {
        int from = at;
        int size = mapHead();
        int count = struct.fields().size();
        StructFields values = new StructFields(count);
        int next = 0;
        for (int i = 0; i < size; i++) {
            int nameAt = at;
            if (next < count && skipName(struct.written(next))) {
                readField(struct, next++, nameAt, values);
                continue;
            }
            String name = text();
            int field = struct.indexOf(name);
            if (field >= 0) {
                readField(struct, field, nameAt, values);
                next = field + 1;
            } else {
                readUnknown(struct, name, nameAt, values);
            }
        }
        return complete(struct, from, values);
    }

    @Override
    protected @Nullable Object older(Shape.Field<?> field) {
        return Shape.ABSENT;
    }

    @Override
    protected RuntimeException wrong(int position, String what) {
        return UndecodableRecord.wrong(position, what);
    }

    /** Skips a short text with this name if it comes next; {@code written} is the name in quotes with a colon. */
    private boolean skipName(byte[] written) {
        int length = written.length - 3;
        if (length > 31 || end - at < length + 1 || (buffer[at] & 0xff) != (0xa0 | length)) {
            return false;
        }
        if (!Arrays.equals(buffer, at + 1, at + 1 + length, written, 1, 1 + length)) {
            return false;
        }
        at += 1 + length;
        return true;
    }

    @Override
    protected @Nullable Object any() {
        int mark = peek();
        enter();
        Object value;
        if (mark == 0xc0) {
            at++;
            value = null;
        } else if (mark == 0xc2 || mark == 0xc3) {
            value = bool();
        } else if ((mark & 0xf0) == 0x90 || mark == 0xdc || mark == 0xdd) {
            int size = arrayHead();
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(any());
            }
            value = list;
        } else if ((mark & 0xf0) == 0x80 || mark == 0xde || mark == 0xdf) {
            value = anyObject();
        } else if ((mark & 0xe0) == 0xa0 || (mark >= 0xd9 && mark <= 0xdb)) {
            value = text();
        } else {
            value = integer();
        }
        leave();
        return value;
    }

    private UnknownFields anyObject() {
        int size = mapHead();
        List<UnknownFields.Field> fields = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String name = text();
            fields.add(new UnknownFields.Field(name, any()));
        }
        if (fields.isEmpty()) {
            return UnknownFields.NONE;
        }
        return new UnknownFields(fields);
    }
}
