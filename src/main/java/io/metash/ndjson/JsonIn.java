package io.metash.ndjson;

import io.metash.record.Bytes;
import io.metash.record.KvMeta;
import io.metash.record.Membership;
import io.metash.record.Shape;
import io.metash.record.Shapes;
import io.metash.record.StructFields;
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
    private final ReadNotes notes;

    /** Creates a parser; {@code bulk} selects code that is faster on long inputs but slower to warm up. */
    JsonIn(ReadNotes notes, boolean bulk) {
        super(bulk);
        this.notes = notes;
    }

    @Override
    void begin(byte[] buffer, int from, int to) {
        super.begin(buffer, from, to);
        restart();
    }

    @Override
    protected Object readPlain(Shape.Plain plain) {
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

    @Override
    protected List<?> readList(Shape.ListOf list) {
        return elements(() -> read(list.of()));
    }

    private List<Object> elements(Supplier<Object> element) {
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

    @Override
    protected NavigableMap<Long, Object> readById(Shape.ById map) {
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

    @Override
    protected Object readName(Shape.Names names) {
        space();
        int start = at;
        String name = new String(string(), StandardCharsets.UTF_8);
        Object value = names.named(name);
        if (value == null) {
            throw new BadText(start, "expected one of " + new TreeSet<>(names.names()) + ", found '" + name + "'");
        }
        return value;
    }

    @Override
    protected @Nullable Object readOneOf(Shape.OneOf oneOf) {
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
        @Nullable Object value = variant.wrap().apply(read(variant.content().get()));
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

    @Override
    protected <T> T readStruct(Shape.Struct<T> struct) {
        if (!skip('{')) {
            throw expected("an object for " + struct);
        }
        int start = at;
        int count = struct.fields().size();
        StructFields values = new StructFields(count);
        int next = 0;
        boolean open = !skip('}');
        while (open) {
            int field = -1;
            for (int i = next; i < count && i < next + 3; i++) {
                if (skip(struct.written(i))) {
                    field = i;
                    break;
                }
            }
            if (field >= 0) {
                readField(struct, field, at, values);
                next = field + 1;
            } else {
                space();
                int nameAt = at;
                String name = new String(string(), StandardCharsets.UTF_8);
                need(':');
                field = struct.indexOf(name);
                if (field >= 0) {
                    readField(struct, field, nameAt, values);
                    next = field + 1;
                } else {
                    readUnknown(struct, name, nameAt, values);
                }
            }
            if (skip('}')) {
                open = false;
            } else if (!skip(',')) {
                throw expected("',' or '}'");
            }
        }
        return complete(struct, start, values);
    }

    @Override
    protected @Nullable Object older(Shape.Field<?> field) {
        return field.normal();
    }

    @Override
    protected void noteUnknown(String name) {
        notes.unknownField(name);
    }

    @Override
    protected RuntimeException wrong(int position, String what) {
        return new BadText(position, what);
    }

    /** Parses any value, in the form that {@link UnknownFields} keeps. */
    @Override
    protected @Nullable Object any() {
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
                    case '[' -> elements(this::any);
                    case '{' -> anyObject();
                    case 't', 'f' -> bool();
                    default -> anyInteger();
                };
        leave();
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
