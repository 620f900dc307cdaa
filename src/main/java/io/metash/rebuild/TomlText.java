package io.metash.rebuild;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Edits single values of a TOML text and keeps every other byte, including comments. Supports what configuration
 * files of the meta service use: tables, bare keys, values on one or several lines.
 */
final class TomlText {
    /** The range of a value: from its first character to after its last. */
    private record Span(int from, int to) {}

    private final String name;
    private String text;
    private Map<String, Span> values;
    /** The end of each table: after its last line with content. */
    private Map<String, Integer> tableEnds;

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
    String raw(String path) {
        Span span = values.get(path);
        if (span == null) {
            return null;
        }
        return text.substring(span.from, span.to);
    }

    /** Returns a string value without its quotes, or null. */
    String string(String path) {
        String raw = raw(path);
        if (raw == null) {
            return null;
        }
        boolean basic = raw.length() >= 2 && raw.startsWith("\"") && raw.endsWith("\"");
        boolean literal = raw.length() >= 2 && raw.startsWith("'") && raw.endsWith("'");
        if (!basic && !literal) {
            return raw;
        }
        String inner = raw.substring(1, raw.length() - 1);
        if (literal) {
            return inner;
        }
        return inner.replace("\\\"", "\"").replace("\\\\", "\\");
    }

    /** Quotes a string as a TOML value. */
    static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Sets a raw value; adds a missing key at the end of its table, and a missing table at the end of the text. */
    void set(String path, String raw) {
        Span span = values.get(path);
        if (span != null) {
            text = text.substring(0, span.from) + raw + text.substring(span.to);
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
        values = new LinkedHashMap<>();
        tableEnds = new LinkedHashMap<>();
        tableEnds.put("", 0);
        String table = "";
        int at = 0;
        while (at < text.length()) {
            int lineEnd = lineEnd(at);
            String line = text.substring(at, lineEnd).strip();
            if (line.startsWith("[")) {
                int close = line.indexOf(']');
                if (close < 0) {
                    throw unreadable(at);
                }
                if (line.startsWith("[[")) {
                    table = line;
                } else {
                    table = line.substring(1, close).strip().replace("\"", "");
                }
                at = next(lineEnd);
                tableEnds.put(table, at);
            } else if (line.isEmpty() || line.startsWith("#")) {
                boolean head = tableEnds.get("") == at && table.isEmpty() && !line.isEmpty();
                at = next(lineEnd);
                if (head) {
                    tableEnds.put("", at);
                }
            } else {
                at = pair(table, at, lineEnd);
                tableEnds.put(table, at);
            }
        }
    }

    private int pair(String table, int at, int lineEnd) {
        int equals = text.indexOf('=', at);
        if (equals < 0 || equals >= lineEnd) {
            throw unreadable(at);
        }
        String key = text.substring(at, equals).strip().replace("\"", "").replace("'", "");
        int from = equals + 1;
        while (from < text.length() && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
            from++;
        }
        int to = valueEnd(from);
        values.put(table.isEmpty() ? key : table + "." + key, new Span(from, to));
        return next(lineEnd(to));
    }

    /** Returns the end of the value that starts here; lists may span several lines and contain comments. */
    private int valueEnd(int from) {
        for (String triple : List.of("\"\"\"", "'''")) {
            if (text.startsWith(triple, from)) {
                int close = text.indexOf(triple, from + 3);
                if (close < 0) {
                    throw unreadable(from);
                }
                return close + 3;
            }
        }
        int depth = 0;
        int last = from;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = stringEnd(i, c);
                last = i + 1;
            } else if (c == '[' || c == '{') {
                depth++;
                last = i + 1;
            } else if (c == ']' || c == '}') {
                depth--;
                last = i + 1;
            } else if (c == '#') {
                i = lineEnd(i) - 1;
            } else if (c == '\n') {
                if (depth <= 0) {
                    break;
                }
            } else if (c > ' ') {
                last = i + 1;
            }
        }
        return last;
    }

    private int stringEnd(int from, char quote) {
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote == '"') {
                i++;
            } else if (c == quote) {
                return i;
            } else if (c == '\n') {
                break;
            }
        }
        throw unreadable(from);
    }

    private int lineEnd(int at) {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            return text.length();
        }
        return end;
    }

    private int next(int lineEnd) {
        return Math.min(text.length(), lineEnd + 1);
    }

    private Failure unreadable(int at) {
        int line =
                1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
        return Failure.of(ExitStatus.DAMAGED, "invalid TOML")
                .at(name + ":" + line)
                .because("'" + text.substring(at, lineEnd(at)).strip() + "'")
                .next("correct it, or continue without this file");
    }

    /** Returns all keys. */
    List<String> paths() {
        return new ArrayList<>(values.keySet());
    }
}
