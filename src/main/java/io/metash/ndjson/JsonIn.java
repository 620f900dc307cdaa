package io.metash.ndjson;

import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.Membership;
import io.metash.record.Shape;
import io.metash.record.Shapes;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses values of a shape from JSON text. Tries the next field in the written order first, then any other; rejects
 * duplicate fields.
 */
final class JsonIn extends JsonTokens {
    private static final int DEPTH = 128;

    private final ReadNotes notes;
    private int depth;

    /** Creates a parser; {@code bulk} selects code that is faster on long inputs but slower to warm up. */
    JsonIn(ReadNotes notes, boolean bulk) {
        super(bulk);
        this.notes = notes;
    }

    @Override
    void begin(byte[] buffer, int from, int to) {
        super.begin(buffer, from, to);
        depth = 0;
    }

    private void enter() {
        if (++depth > DEPTH) {
            throw new BadText(at, "nesting deeper than " + DEPTH + " levels");
        }
    }

    /** Parses a value of a shape; null only for an empty option. */
    @Nullable
    Object read(Shape kind) {
        if (kind instanceof Shape.Plain plain) {
            return readPlain(plain);
        }
        if (kind instanceof Shape.Option option) {
            if (skipNull()) {
                return null;
            }
            return read(option.of());
        }
        enter();
        Object value;
        if (kind instanceof Shape.Struct<?> struct) {
            value = readStruct(struct);
        } else if (kind instanceof Shape.OneOf oneOf) {
            value = readOneOf(oneOf);
        } else if (kind instanceof Shape.ListOf list) {
            value = readList(() -> read(list.of()));
        } else if (kind instanceof Shape.ById map) {
            value = readById(map);
        } else {
            value = readName((Shape.Names) kind);
        }
        depth--;
        return value;
    }

    /** Parses an object. */
    <T> T read(Shape.Struct<T> struct) {
        enter();
        T value = readStruct(struct);
        depth--;
        return value;
    }

    private Object readPlain(Shape.Plain plain) {
        switch (plain) {
            case U64:
                return unsigned();
            case U16:
                return bounded(0, 65535);
            case I64:
                return bounded(Long.MIN_VALUE, Long.MAX_VALUE);
            case I32:
                return bounded(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BOOL:
                return bool();
            case TEXT:
                return new String(string(), StandardCharsets.UTF_8);
            case KEY:
                return Bytes.of(string());
            default:
                return bytes();
        }
    }

    /** The meta of a value. */
    @Nullable
    KvMeta meta() {
        MetaText.Scan scan = new MetaText.Scan(text, at, end);
        KvMeta meta = scan.meta();
        if (meta == null) {
            return read(Shapes.KV_META);
        }
        at = scan.at();
        return meta;
    }

    private List<Object> readList(Supplier<Object> element) {
        need('[');
        if (skip(']')) {
            return List.of();
        }
        List<Object> list = new ArrayList<>();
        while (true) {
            list.add(element.get());
            if (skip(']')) {
                return list;
            }
            if (!skip(',')) {
                throw expected("',' or ']'");
            }
        }
    }

    private NavigableMap<Long, Object> readById(Shape.ById map) {
        NavigableMap<Long, Object> values = Membership.byId();
        need('{');
        if (skip('}')) {
            return values;
        }
        while (true) {
            space();
            int start = at;
            long id = idKey();
            need(':');
            if (values.put(id, read(map.of())) != null) {
                throw new BadText(start, "the id " + U64.text(id) + " occurs twice");
            }
            if (skip('}')) {
                return values;
            }
            if (!skip(',')) {
                throw expected("',' or '}'");
            }
        }
    }

    private long idKey() {
        int start = at;
        String id = new String(string(), StandardCharsets.UTF_8);
        boolean plain = !id.isEmpty()
                && id.chars().allMatch(c -> c >= '0' && c <= '9')
                && (id.length() == 1 || id.charAt(0) != '0');
        try {
            if (plain) {
                return U64.parse(id);
            }
        } catch (NumberFormatException tooLarge) {
            throw new BadText(start, "expected a node id in quotes, found '" + id + "'");
        }
        throw new BadText(start, "expected a node id in quotes, found '" + id + "'");
    }

    private Object readName(Shape.Names names) {
        space();
        int start = at;
        String name = new String(string(), StandardCharsets.UTF_8);
        Object value = names.named(name);
        if (value == null) {
            throw new BadText(start, "expected one of " + new TreeSet<>(names.names()) + ", found '" + name + "'");
        }
        return value;
    }

    private Object readOneOf(Shape.OneOf oneOf) {
        space();
        int start = at;
        if (at < end && text[at] == '"') {
            Shape.Variant variant = variant(oneOf, start);
            if (variant.content() != null) {
                throw new BadText(start, "expected an object for " + oneOf + " " + variant.name());
            }
            return variant.wrap().apply(null);
        }
        if (!skip('{')) {
            throw expected("a " + oneOf);
        }
        space();
        Shape.Variant variant = variant(oneOf, at);
        if (variant.content() == null) {
            throw new BadText(start, "expected the text \"" + variant.name() + "\" for " + oneOf);
        }
        need(':');
        Object value = variant.wrap().apply(read(variant.content().get()));
        need('}');
        return value;
    }

    private Shape.Variant variant(Shape.OneOf oneOf, int start) {
        String name = new String(string(), StandardCharsets.UTF_8);
        Shape.Variant variant = oneOf.named(name);
        if (variant == null) {
            String known = String.join(
                    ", ", oneOf.variants().stream().map(Shape.Variant::name).toList());
            throw new BadText(start, "unknown " + oneOf + " '" + name + "', expected one of " + known);
        }
        return variant;
    }

    private <T> T readStruct(Shape.Struct<T> struct) {
        if (!skip('{')) {
            throw expected("an object for " + struct);
        }
        int start = at;
        List<? extends Shape.Field<?>> fields = struct.fields();
        int count = fields.size();
        Object[] values = new Object[fields.size() + 1];
        long seen = 0;
        int next = 0;
        List<UnknownFields.Field> extra = null;
        Set<String> extraNames = null;
        boolean open = !skip('}');
        while (open) {
            int field = -1;
            for (int i = next; i < count && i < next + 3; i++) {
                if (skip(struct.written(i))) {
                    field = i;
                    break;
                }
            }
            if (field < 0) {
                space();
                int nameAt = at;
                String name = new String(string(), StandardCharsets.UTF_8);
                need(':');
                field = struct.indexOf(name);
                if (field >= 0 && (seen & 1L << field) != 0) {
                    throw new BadText(nameAt, "the field '" + name + "' occurs twice");
                }
                if (field < 0) {
                    if (extra == null) {
                        extra = new ArrayList<>();
                    }
                    if (extraNames == null) {
                        extraNames = new HashSet<>();
                    }
                    if (!extraNames.add(name)) {
                        throw new BadText(nameAt, "the field '" + name + "' occurs twice");
                    }
                    unknown(struct, name, extra);
                }
            } else if ((seen & 1L << field) != 0) {
                throw new BadText(at, "the field '" + fields.get(field).name() + "' occurs twice");
            }
            if (field >= 0) {
                seen |= 1L << field;
                values[field] = readField(fields.get(field));
                next = field + 1;
            }
            if (skip('}')) {
                open = false;
            } else if (!skip(',')) {
                throw expected("',' or '}'");
            }
        }
        for (int i = 0; i < fields.size(); i++) {
            if ((seen & 1L << i) == 0) {
                values[i] = missing(struct, fields.get(i), start);
            }
        }
        values[fields.size()] = extra == null || extra.isEmpty() ? UnknownFields.NONE : new UnknownFields(extra);
        return struct.build(values);
    }

    private @Nullable Object readField(Shape.Field<?> field) {
        return read(field.kind().get());
    }

    private static @Nullable Object missing(Shape.Struct<?> struct, Shape.Field<?> field, int start) {
        Shape kind = field.kind().get();
        return switch (field.presence()) {
            case SINCE_LATER -> field.normal();
            case WHEN_SET -> kind instanceof Shape.ListOf ? List.of() : null;
            case ALWAYS -> {
                if (kind instanceof Shape.Option) {
                    yield null;
                }
                throw new BadText(start, "the field '" + field.name() + "' of " + struct + " is missing");
            }
        };
    }

    private void unknown(Shape.Struct<?> struct, String name, List<UnknownFields.Field> extra) {
        boolean txid = struct == Shapes.LOG_ENTRY && name.equals(Shapes.TXID);
        if (txid && skipNull()) {
            return;
        }
        notes.unknownField(name);
        extra.add(new UnknownFields.Field(name, any()));
    }

    /** Parses any value, in the form that {@link UnknownFields} keeps. */
    @Nullable
    Object any() {
        space();
        if (at >= end) {
            throw expected("a value");
        }
        if (skipNull()) {
            return null;
        }
        enter();
        Object value =
                switch (text[at]) {
                    case '"' -> new String(string(), StandardCharsets.UTF_8);
                    case '[' -> readList(this::any);
                    case '{' -> anyObject();
                    case 't', 'f' -> bool();
                    default -> anyInteger();
                };
        depth--;
        return value;
    }

    private UnknownFields anyObject() {
        need('{');
        List<UnknownFields.Field> fields = new ArrayList<>();
        if (skip('}')) {
            return UnknownFields.NONE;
        }
        Set<String> names = new HashSet<>();
        while (true) {
            space();
            int start = at;
            String name = new String(string(), StandardCharsets.UTF_8);
            if (!names.add(name)) {
                throw new BadText(start, "the field '" + name + "' occurs twice");
            }
            need(':');
            fields.add(new UnknownFields.Field(name, any()));
            if (skip('}')) {
                return new UnknownFields(fields);
            }
            if (!skip(',')) {
                throw expected("',' or '}'");
            }
        }
    }
}
