package io.metash.rebuild;

import io.metash.catalog.IndentedJson;
import io.metash.ndjson.JsonOut;
import io.metash.ndjson.JsonText;
import io.metash.record.Shape;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shared parts of plan shapes. */
final class PlanShapes {
    static final Shape TEXT_OR_NULL = new Shape.Option(Shape.Plain.TEXT);
    static final Shape U64_OR_NULL = new Shape.Option(Shape.Plain.U64);

    private PlanShapes() {}

    static <T> Shape.Field<T> field(String name, Shape kind, Function<T, @Nullable Object> get) {
        return new Shape.Field<>(name, () -> kind, Shape.Presence.ALWAYS, null, get);
    }

    static <T> List<T> list(Object list, Class<T> type) {
        return ((List<?>) list).stream().map(type::cast).toList();
    }

    /** Formats a plan: indented, with lists of numbers on one line. */
    static String indented(Shape shape, Object plan) {
        byte[] compact = JsonText.toString(shape, plan).getBytes(StandardCharsets.UTF_8);
        IndentedJson json =
                new IndentedJson(text -> new JsonOut(text.length()).string(text).toString()) {
                    @Override
                    protected void list(List<?> list) {
                        if (list.stream().allMatch(BigInteger.class::isInstance)) {
                            number(list.toString());
                        } else {
                            super.list(list);
                        }
                    }
                };
        return json.any(JsonText.readAny(compact, "plan")) + "\n";
    }

    /** Removes white space between JSON tokens, as {@link JsonText} expects. */
    static byte[] compact(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        boolean quoted = false;
        for (int i = 0; i < text.length; i++) {
            byte c = text[i];
            if (!quoted && (c == ' ' || c == '\n' || c == '\r' || c == '\t')) {
                continue;
            }
            out.write(c);
            if (quoted && c == '\\' && i + 1 < text.length) {
                out.write(text[++i]);
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        return out.toByteArray();
    }
}
