package io.metash.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads values by their shapes. A codec adds the syntax of a format; this class has what formats share: the nesting, and
 * fields that are missing, unknown or duplicate.
 */
public abstract class ShapeReader {
    private static final int DEPTH = 128;

    private int depth;

    /** Forgets the nesting, for a new text. */
    protected final void restart() {
        depth = 0;
    }

    /** Counts a value that contains others. */
    protected final void enter() {
        if (++depth > DEPTH) {
            throw wrong(at(), "nesting deeper than " + DEPTH + " levels");
        }
    }

    /** Ends a value that contains others. */
    protected final void leave() {
        depth--;
    }

    /** Reads a value of a shape; null for an empty option. */
    public final @Nullable Object read(Shape shape) {
        if (shape instanceof Shape.Plain plain) {
            return readPlain(plain);
        }
        if (shape instanceof Shape.Struct<?> struct) {
            return read(struct);
        }
        if (shape instanceof Shape.OneOf oneOf) {
            return read(oneOf);
        }
        if (shape instanceof Shape.Option option) {
            if (skipNull()) {
                return null;
            }
            return read(option.of());
        }
        enter();
        Object value;
        if (shape instanceof Shape.ListOf list) {
            value = readList(list);
        } else if (shape instanceof Shape.ById map) {
            value = readById(map);
        } else {
            value = readName((Shape.Names) shape);
        }
        leave();
        return value;
    }

    /** Reads a struct. */
    public final <T> T read(Shape.Struct<T> struct) {
        enter();
        T value = readStruct(struct);
        leave();
        return value;
    }

    /** Reads one of several variants. */
    public final @Nullable Object read(Shape.OneOf oneOf) {
        enter();
        Object value = readOneOf(oneOf);
        leave();
        return value;
    }

    /** The current position. */
    protected abstract int at();

    /** Reports invalid input at a position. */
    protected abstract RuntimeException wrong(int at, String what);

    /** Skips a null if it comes next. */
    protected abstract boolean skipNull();

    /** Reads a value without structure. */
    protected abstract Object readPlain(Shape.Plain plain);

    /** Reads a struct. */
    protected abstract <T> T readStruct(Shape.Struct<T> struct);

    /** Reads a variant. */
    protected abstract @Nullable Object readOneOf(Shape.OneOf oneOf);

    /** Reads a list. */
    protected abstract List<?> readList(Shape.ListOf list);

    /** Reads a map by node id. */
    protected abstract Object readById(Shape.ById map);

    /** Reads a name. */
    protected abstract Object readName(Shape.Names names);

    /** Reads any value, in the form that {@link UnknownFields} keeps. */
    protected abstract @Nullable Object any();

    /** The value of a missing field that older releases do not write. */
    protected abstract @Nullable Object older(Shape.Field<?> field);

    /** Notes an unknown field; does nothing by default. */
    protected void noteUnknown(String name) {}

    /** Reads the value of a field whose name, at {@code nameAt}, was read. */
    protected final void readField(Shape.Struct<?> struct, int field, int nameAt, StructFields values) {
        Shape.Field<?> declared = struct.fields().get(field);
        if (values.has(field)) {
            throw twice(nameAt, declared.name());
        }
        values.add(field, read(declared.kind().get()));
    }

    /** Reads the value of an unknown field whose name, at {@code nameAt}, was read. */
    protected final void readUnknown(Shape.Struct<?> struct, String name, int nameAt, StructFields values) {
        if (!values.announce(name)) {
            throw twice(nameAt, name);
        }
        boolean txid = struct == Shapes.LOG_ENTRY && name.equals(Shapes.TXID);
        if (txid && skipNull()) {
            return;
        }
        noteUnknown(name);
        values.addUnknown(name, any());
    }

    private RuntimeException twice(int nameAt, String name) {
        return wrong(nameAt, "the field '" + name + "' occurs twice");
    }

    /** Adds the missing fields of a struct that begins at {@code start}, and creates its object. */
    protected final <T> T complete(Shape.Struct<T> struct, int start, StructFields values) {
        for (int i = 0; i < struct.fields().size(); i++) {
            if (!values.has(i)) {
                values.add(i, missing(struct, struct.fields().get(i), start));
            }
        }
        return struct.build(values);
    }

    private @Nullable Object missing(Shape.Struct<?> struct, Shape.Field<?> field, int start) {
        Shape shape = field.kind().get();
        return switch (field.presence()) {
            case SINCE_LATER -> older(field);
            case WHEN_SET -> shape instanceof Shape.ListOf ? List.of() : null;
            case ALWAYS -> {
                if (shape instanceof Shape.Option) {
                    yield null;
                }
                throw wrong(start, "the field '" + field.name() + "' of " + struct + " is missing");
            }
        };
    }
}
