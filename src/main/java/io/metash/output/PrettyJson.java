package io.metash.output;

import io.metash.record.UnknownFields;
import java.util.ArrayList;
import java.util.List;

/** Formats JSON over several lines, indented by two blanks per level as in metactl. */
public final class PrettyJson {
    private PrettyJson() {}

    /** Formats a value returned by {@code JsonText.readAny}. */
    public static String of(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, "\n", out);
        return out.toString();
    }

    private static void write(Object value, String newLine, StringBuilder out) {
        if (value instanceof UnknownFields object) {
            List<Runnable> items = new ArrayList<>();
            object.fields()
                    .forEach(field -> items.add(() -> {
                        JsonListing.string(field.name(), out);
                        out.append(": ");
                        write(field.value(), newLine + "  ", out);
                    }));
            items(items, "{", "}", newLine, out);
        } else if (value instanceof List<?> list) {
            List<Runnable> items = new ArrayList<>();
            list.forEach(item -> items.add(() -> write(item, newLine + "  ", out)));
            items(items, "[", "]", newLine, out);
        } else if (value instanceof String text) {
            JsonListing.string(text, out);
        } else {
            out.append(value);
        }
    }

    private static void items(List<Runnable> items, String open, String close, String newLine, StringBuilder out) {
        out.append(open);
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ",").append(newLine).append("  ");
            items.get(i).run();
        }
        out.append(items.isEmpty() ? "" : newLine).append(close);
    }
}
