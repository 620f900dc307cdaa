package io.metash.catalog;

import io.metash.catalog.ValueKind.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The form of a kind of keys and the kind of their values: a line of {@code keys.txt}.
 *
 * @param pattern the form as text, for example <code>__fd_database/{t}/{s:database}</code>
 * @param segments the segments
 * @param value the kind of the stored value
 * @param words the plain form, for example <code>database {database}</code>
 */
public record KeyForm(String pattern, List<KeySegment> segments, ValueKind value, String words) {
    static KeyForm parse(String line) {
        String[] columns = line.split(" \\| ", 3);
        List<KeySegment> segments = new ArrayList<>();
        for (String segment : columns[0].split("/", -1)) {
            segments.add(KeySegment.of(segment));
        }
        int space = columns[1].indexOf(' ');
        String encoding;
        if (space < 0) {
            encoding = columns[1];
        } else {
            encoding = columns[1].substring(0, space);
        }
        String of = "";
        if (space >= 0) {
            of = columns[1].substring(space + 1);
        }
        ValueKind value = new ValueKind(Encoding.valueOf(encoding.toUpperCase(Locale.ROOT)), of);
        return new KeyForm(columns[0], List.copyOf(segments), value, columns[2]);
    }

    /** The fixed first segment, or empty. */
    public String prefix() {
        KeySegment first = segments.get(0);
        if (first.isFixed()) {
            return first.before();
        }
        return "";
    }

    /** Parses a key of this form; empty for other keys. */
    Optional<List<KeyPart>> read(String key) {
        List<KeyPart> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < segments.size(); i++) {
            KeySegment segment = segments.get(i);
            int slash = -1;
            if (!segment.isRest()) {
                slash = key.indexOf('/', from);
            }
            boolean last = i == segments.size() - 1;
            if (last != (slash < 0)) {
                return Optional.empty();
            }
            String text;
            if (last) {
                text = key.substring(from);
            } else {
                text = key.substring(from, slash);
            }
            if (!segment.matches(text)) {
                return Optional.empty();
            }
            if (!segment.isFixed()) {
                Optional<KeyPart> part = segment.read(text);
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(part.get());
            }
            from = slash + 1;
        }
        return Optional.of(List.copyOf(parts));
    }

    /** Builds a key from the texts of its parts, in order. */
    String write(List<String> texts) {
        StringBuilder key = new StringBuilder();
        int part = 0;
        for (KeySegment segment : segments) {
            if (key.length() > 0) {
                key.append('/');
            }
            if (segment.isFixed()) {
                key.append(segment.before());
            } else {
                key.append(segment.write(texts.get(part++)));
            }
        }
        return key.toString();
    }
}
