package io.metash.rebuild;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.toml.TomlScanner;
import io.metash.toml.TomlSyntaxException;
import io.metash.toml.TomlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Edits single values of a TOML text and keeps every other byte, including comments. */
final class TomlText {
    private final String name;
    private String text;
    private final Map<String, TomlValue> values = new LinkedHashMap<>();
    /** The end of each table: after its last line with content. */
    private final Map<String, Integer> tableEnds = new LinkedHashMap<>();

    /** Creates an editor of a text; {@code name} is the text's name in errors. */
    TomlText(String text, String name) {
        this.text = text;
        this.name = name;
        scan();
    }

    String text() {
        return text;
    }

    /** Returns the raw value of {@code key} or {@code table.key}, or null. */
    @Nullable
    String raw(String path) {
        TomlValue value = values.get(path);
        if (value == null) {
            return null;
        }
        return text.substring(value.from(), value.to());
    }

    /** Returns a string value without its quotes, or another value as written, or null. */
    @Nullable
    String string(String path) {
        TomlValue value = values.get(path);
        if (value != null && value.isString()) {
            return value.text();
        }
        return raw(path);
    }

    /** Quotes a string as a TOML value. */
    static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Sets a raw value; adds a missing key at the end of its table, and a missing table at the end of the text. */
    void set(String path, String raw) {
        TomlValue value = values.get(path);
        if (value != null) {
            text = text.substring(0, value.from()) + raw + text.substring(value.to());
        } else {
            int dot = path.indexOf('.');
            String table = "";
            if (dot >= 0) {
                table = path.substring(0, dot);
            }
            String line = path.substring(dot + 1) + " = " + raw + "\n";
            Integer end = tableEnds.get(table);
            if (end == null) {
                String gap = "\n";
                if (text.isEmpty() || text.endsWith("\n")) {
                    gap = "";
                }
                text = text + gap + "\n[" + table + "]\n" + line;
            } else {
                String gap = "";
                if (end > 0 && text.charAt(end - 1) != '\n') {
                    gap = "\n";
                }
                text = text.substring(0, end) + gap + line + text.substring(end);
            }
        }
        scan();
    }

    private void scan() {
        values.clear();
        tableEnds.clear();
        tableEnds.put("", afterComments(0));
        try {
            TomlScanner.scan(text, new Index());
        } catch (TomlSyntaxException invalid) {
            int from = text.lastIndexOf('\n', invalid.at() - 1) + 1;
            throw Failure.of(ExitStatus.DAMAGED, "invalid TOML")
                    .at(name + ":" + TomlScanner.line(text, from))
                    .because("'" + text.substring(from, lineEnd(from)).strip() + "'")
                    .next("correct it, or continue without this file");
        }
    }

    /** Collects the values and the ends of the tables. */
    private final class Index implements TomlScanner.Sink {
        private String table = "";

        @Override
        public void table(List<String> path, boolean ofArray, int start, int end) {
            table = String.join(".", path);
            if (ofArray) {
                table = "[[" + table + "]]";
            }
            tableEnds.put(table, end);
        }

        @Override
        public void value(List<String> key, TomlValue value, int start, int end) {
            String path = String.join(".", key);
            if (table.isEmpty()) {
                values.put(path, value);
                tableEnds.put("", afterComments(end));
            } else {
                values.put(table + "." + path, value);
                tableEnds.put(table, end);
            }
        }
    }

    /** The position after the comment lines that begin at a position. */
    private int afterComments(int from) {
        int at = from;
        while (text.substring(at, lineEnd(at)).strip().startsWith("#")) {
            at = Math.min(text.length(), lineEnd(at) + 1);
        }
        return at;
    }

    private int lineEnd(int at) {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            return text.length();
        }
        return end;
    }

    /** Returns all keys. */
    List<String> paths() {
        return new ArrayList<>(values.keySet());
    }
}
