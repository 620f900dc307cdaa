package io.metash.catalog;

import io.metash.catalog.KeyPart.Shape;
import io.metash.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rewrites keys with pseudonyms. Keys of known forms keep their form; other keys get a pseudonym per segment. */
public final class KeyRedaction {
    private static final Pattern FAMILY = Pattern.compile("__fd_[a-z][a-z0-9_]{1,60}");
    /** Numbers in keys generated from a counter (keyspace §1.4). */
    private static final Pattern PADDED = Pattern.compile("0{6}\\d{14}|\\d{3}(_\\d{3}){6}");

    private static final List<String> RESERVED = List.of("queue", "seq_generator", "lock", "last_timestamp");

    private final TextRedaction texts;

    /** Creates a redaction with the given pseudonyms. */
    public KeyRedaction(Substitutes substitutes) {
        this.texts = new TextRedaction(substitutes);
    }

    /** Rewrites a key. */
    public Bytes key(Bytes key) {
        CatalogKey parsed = CatalogKey.parse(key);
        if (parsed.form().isPresent() && parsed.canonical().equals(key)) {
            List<String> parts = parsed.parts().stream().map(this::part).toList();
            return Bytes.utf8(parsed.form().get().write(parts));
        }
        return Bytes.utf8(unknown(key.text()));
    }

    /** Whether a prefix ends inside a name, so that no rewritten prefix matches the same keys. */
    public static boolean isCut(Bytes prefix) {
        return prefix.length() > 0 && prefix.array()[prefix.length() - 1] != '/';
    }

    /** Rewrites a prefix, by whole segments. */
    public Bytes prefix(Bytes prefix) {
        if (isCut(prefix)) {
            return key(prefix);
        }
        String text = prefix.text();
        for (KeyForm form : KeyForms.of(text)) {
            Optional<String> written = prefixOf(form, text);
            if (written.isPresent()) {
                return Bytes.utf8(written.get());
            }
        }
        return Bytes.utf8(unknown(text));
    }

    private Optional<String> prefixOf(KeyForm form, String prefix) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (KeySegment segment : form.segments()) {
            int slash = prefix.indexOf('/', from);
            if (slash < 0) {
                break;
            }
            String text = prefix.substring(from, slash);
            if (segment.isRest() || !segment.matches(text)) {
                return Optional.empty();
            }
            if (segment.isFixed()) {
                out.append(text);
            } else {
                Optional<KeyPart> part = segment.read(text);
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                out.append(segment.write(part(part.get())));
            }
            out.append('/');
            from = slash + 1;
        }
        if (from == prefix.length()) {
            return Optional.of(out.toString());
        }
        return Optional.empty();
    }

    private String part(KeyPart part) {
        if (part.isNumber()) {
            return part.text();
        }
        if (part.shape() == Shape.USER) {
            return texts.apply(RedactionRules.Form.USER, part.text());
        }
        return texts.apply(RedactionRules.part(part.name()), part.text());
    }

    private String unknown(String key) {
        String[] segments = key.split("/", -1);
        List<String> out = new ArrayList<>(segments.length);
        for (int i = 0; i < segments.length; i++) {
            boolean stays = segments[i].isEmpty()
                    || RESERVED.contains(segments[i])
                    || PADDED.matcher(segments[i]).matches()
                    || i == 0 && FAMILY.matcher(segments[i]).matches();
            out.add(stays ? segments[i] : segment(segments[i]));
        }
        return String.join("/", out);
    }

    /** Keeps two spellings of one name as two different keys, with one pseudonym where the name can be read. */
    private String segment(String segment) {
        Optional<String> plain = KeyEscape.unescape(segment);
        if (plain.isPresent() && KeyEscape.escape(plain.get()).equals(segment)) {
            return texts.name(plain.get());
        }
        if (plain.isPresent() && plain.get().equals(segment)) {
            String pseudonym = texts.name(segment);
            return String.format(Locale.ROOT, "%%%02x%s", (int) pseudonym.charAt(0), pseudonym.substring(1));
        }
        return texts.name("raw " + segment);
    }
}
