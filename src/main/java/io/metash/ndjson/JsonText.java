package io.metash.ndjson;

import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.Shape;
import io.metash.record.UnknownFields;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Formats and parses parts of records as JSON text, driven by their shapes; always writes the current form (decisions
 * 5).
 */
public final class JsonText {
    private JsonText() {}

    /** Writes a value of a shape; null is an empty option. */
    public static void write(Shape kind, @Nullable Object value, JsonOut out) {
        if (value != null) {
            writePresent(kind, value, out);
        } else if (kind instanceof Shape.Option) {
            out.raw("null");
        } else {
            throw new IllegalArgumentException("null for " + kind + ", which is not optional");
        }
    }

    private static void writePresent(Shape kind, Object value, JsonOut out) {
        if (kind instanceof Shape.Plain plain) {
            writePlain(plain, value, out);
        } else if (kind instanceof Shape.Struct<?> struct) {
            writeStruct(struct, value, out);
        } else if (kind instanceof Shape.Option option) {
            writePresent(option.of(), value, out);
        } else if (kind instanceof Shape.OneOf oneOf) {
            writeOneOf(oneOf, value, out);
        } else if (kind instanceof Shape.ListOf list) {
            out.put('[');
            boolean first = true;
            for (Object element : (List<?>) value) {
                comma(first, out);
                write(list.of(), element, out);
                first = false;
            }
            out.put(']');
        } else if (kind instanceof Shape.ById map) {
            writeById(map, (NavigableMap<?, ?>) value, out);
        } else {
            out.string(((Shape.Names) kind).nameOf(value));
        }
    }

    private static void comma(boolean first, JsonOut out) {
        if (!first) {
            out.put(',');
        }
    }

    private static void writePlain(Shape.Plain plain, Object value, JsonOut out) {
        switch (plain) {
            case U64, U16 -> out.unsigned((Long) value);
            case I64, I32 -> out.signed((Long) value);
            case BOOL -> out.raw((Boolean) value ? "true" : "false");
            case TEXT -> out.string((String) value);
            case KEY -> out.utf8(((Bytes) value).array());
            case BYTES -> out.bytes(((Bytes) value).array());
        }
    }

    private static void writeStruct(Shape.Struct<?> struct, Object object, JsonOut out) {
        out.put('{');
        boolean first = true;
        for (int i = 0; i < struct.fields().size(); i++) {
            Shape.Field<?> field = struct.fields().get(i);
            Object value = struct.get(i, object);
            if (value == Shape.ABSENT) {
                if (out.omitsAbsent()) {
                    continue;
                }
                value = field.normal();
            }
            boolean empty = value == null || (value instanceof List<?> list && list.isEmpty());
            if (field.presence() == Shape.Presence.WHEN_SET && empty) {
                continue;
            }
            comma(first, out);
            first = false;
            out.raw(struct.written(i));
            write(field.kind().get(), value, out);
        }
        writeExtra(struct.extra(object), first, out);
        out.put('}');
    }

    /** Appends unknown fields to an object that is being written. */
    static void writeExtra(UnknownFields extra, boolean first, JsonOut out) {
        boolean none = first;
        for (UnknownFields.Field field : extra.fields()) {
            comma(none, out);
            none = false;
            out.string(field.name()).put(':');
            writeAny(field.value(), out);
        }
    }

    private static void writeAny(@Nullable Object value, JsonOut out) {
        if (value == null) {
            out.raw("null");
        } else if (value instanceof Boolean || value instanceof BigInteger) {
            out.raw(value.toString());
        } else if (value instanceof String text) {
            out.string(text);
        } else if (value instanceof List<?> list) {
            out.put('[');
            for (int i = 0; i < list.size(); i++) {
                comma(i == 0, out);
                writeAny(list.get(i), out);
            }
            out.put(']');
        } else {
            out.put('{');
            writeExtra((UnknownFields) value, true, out);
            out.put('}');
        }
    }

    private static void writeOneOf(Shape.OneOf oneOf, Object value, JsonOut out) {
        Shape.Variant variant;
        if (out.omitsAbsent()) {
            variant = oneOf.asWritten(value);
        } else {
            variant = oneOf.of(value);
        }
        if (variant.content() == null) {
            out.put('"').raw(variant.name()).put('"');
            return;
        }
        out.raw("{\"").raw(variant.name()).raw("\":");
        write(variant.content().get(), variant.unwrap().apply(value), out);
        out.put('}');
    }

    private static void writeById(Shape.ById map, NavigableMap<?, ?> values, JsonOut out) {
        out.put('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            comma(first, out);
            first = false;
            out.put('"').unsigned((Long) entry.getKey()).put('"').put(':');
            write(map.of(), entry.getValue(), out);
        }
        out.put('}');
    }

    /** The JSON text of a value of a shape. */
    public static String toString(Shape kind, Object value) {
        JsonOut out = new JsonOut(256);
        write(kind, value, out);
        return out.toString();
    }

    /**
     * Parses a text that holds one value of a shape.
     *
     * @param where the name of the text in errors
     * @throws Failure when the text is not such a value
     */
    public static @Nullable Object read(Shape kind, byte[] text, int from, int to, String where) {
        JsonIn in = new JsonIn(new ReadNotes(), false);
        in.begin(text, from, to);
        try {
            Object value = in.read(kind);
            in.end();
            return value;
        } catch (BadText bad) {
            throw Failure.of(ExitStatus.DAMAGED, bad.what())
                    .at(where + " (byte " + (bad.at() - from) + ")")
                    .causedBy(bad);
        }
    }

    /** Parses a text that holds one value of a shape, perhaps with a line end. */
    public static @Nullable Object readLine(Shape kind, byte[] text, String where) {
        int end = text.length;
        if (end > 0 && text[end - 1] == '\n') {
            end--;
        }
        return read(kind, text, 0, end, where);
    }

    /**
     * Parses any JSON: objects as {@link UnknownFields}, lists, {@link String}, {@link BigInteger}, {@link Boolean},
     * null. Rejects numbers other than integers.
     *
     * @param where the name of the text in errors
     */
    public static @Nullable Object readAny(byte[] text, String where) {
        JsonIn in = new JsonIn(new ReadNotes(), false);
        in.begin(text, 0, text.length);
        try {
            Object value = in.any();
            in.end();
            return value;
        } catch (BadText bad) {
            throw Failure.of(ExitStatus.DAMAGED, bad.what())
                    .at(where + " (byte " + bad.at() + ")")
                    .causedBy(bad);
        }
    }

    /** The JSON text of a value that {@link #readAny} returned. */
    public static String anyToString(Object value) {
        JsonOut out = new JsonOut(256);
        writeAny(value, out);
        return out.toString();
    }
}
