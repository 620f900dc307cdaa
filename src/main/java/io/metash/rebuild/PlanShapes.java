package io.metash.rebuild;

import io.metash.ndjson.JsonText;
import io.metash.record.Shape;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;

/** Shared parts of plan shapes. */
final class PlanShapes {
    static final Shape TEXT_OR_NULL = new Shape.Option(Shape.Plain.TEXT);
    static final Shape U64_OR_NULL = new Shape.Option(Shape.Plain.U64);

    private PlanShapes() {}

    static <T> Shape.Field<T> field(String name, Shape kind, Function<T, Object> get) {
        return new Shape.Field<>(name, () -> kind, Shape.Presence.ALWAYS, null, get);
    }

    static <T> List<T> list(Object list, Class<T> type) {
        return ((List<?>) list).stream().map(type::cast).toList();
    }

    /** Indents JSON: one line per entry, two blanks per level; lists of numbers stay on one line. */
    static String indented(String compact) {
        StringBuilder out = new StringBuilder();
        int level = 0;
        boolean quoted = false;
        for (int i = 0; i < compact.length(); i++) {
            char c = compact.charAt(i);
            if (quoted || c == '"') {
                out.append(c);
                if (c == '\\') {
                    out.append(compact.charAt(++i));
                } else if (c == '"') {
                    quoted = !quoted;
                }
                continue;
            }
            char next = 0;
            if (i + 1 < compact.length()) {
                next = compact.charAt(i + 1);
            }
            switch (c) {
                case '[' -> {
                    int close = compact.indexOf(']', i);
                    String inside = compact.substring(i + 1, close);
                    if (inside.indexOf('{') < 0 && inside.indexOf('[') < 0 && inside.indexOf('"') < 0) {
                        out.append('[').append(inside.replace(",", ", ")).append(']');
                        i = close;
                        continue;
                    }
                    out.append(c);
                    line(out, ++level);
                }
                case '{' -> {
                    out.append(c);
                    if (next != '}' && next != ']') {
                        line(out, ++level);
                    }
                }
                case '}', ']' -> {
                    char before = compact.charAt(i - 1);
                    if (before != '{' && before != '[') {
                        line(out, --level);
                    }
                    out.append(c);
                }
                case ',' -> line(out.append(c), level);
                case ':' -> out.append(": ");
                default -> out.append(c);
            }
        }
        return out.append('\n').toString();
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

    private static void line(StringBuilder out, int level) {
        out.append('\n').append("  ".repeat(level));
    }
}
