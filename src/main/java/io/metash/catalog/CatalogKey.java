package io.metash.catalog;

import io.metash.record.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key parsed by its form (keyspace §3). {@link #parse} never fails: a key of unknown form keeps its bytes. */
public final class CatalogKey {
    private final Bytes bytes;
    private final @Nullable KeyForm form;
    private final List<KeyPart> parts;

    private CatalogKey(Bytes bytes, @Nullable KeyForm form, List<KeyPart> parts) {
        this.bytes = bytes;
        this.form = form;
        this.parts = parts;
    }

    /** Parses a key. */
    public static CatalogKey parse(Bytes key) {
        Optional<String> text = KeyEscape.strictUtf8(ByteBuffer.wrap(key.array()));
        if (text.isPresent()) {
            for (KeyForm form : KeyForms.of(text.get())) {
                Optional<List<KeyPart>> parts = form.read(text.get());
                if (parts.isPresent()) {
                    return new CatalogKey(key, form, parts.get());
                }
            }
        }
        return new CatalogKey(key, null, List.of());
    }

    /**
     * Builds a key from its form.
     *
     * @param pattern the form as in {@code keys.txt}
     * @param texts the unescaped texts of its parts, in order
     * @throws IllegalArgumentException when there is no such form, or a text does not fit its part
     */
    public static CatalogKey of(String pattern, String... texts) {
        KeyForm form = KeyForms.withPattern(pattern)
                .orElseThrow(() -> new IllegalArgumentException("no form of keys: " + pattern));
        String key = form.write(List.of(texts));
        List<KeyPart> parts =
                form.read(key).orElseThrow(() -> new IllegalArgumentException(key + " is not of the form " + pattern));
        return new CatalogKey(Bytes.utf8(key), form, parts);
    }

    /** The form, empty when it is unknown. */
    public Optional<KeyForm> form() {
        return Optional.ofNullable(form);
    }

    /** The variable parts, in order; none when the form is unknown. */
    public List<KeyPart> parts() {
        return parts;
    }

    /** The text of a part, unescaped. */
    public Optional<String> part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(KeyPart::text)
                .findFirst();
    }

    /** The tenant, unescaped; many keys have none though they belong to one (keyspace §8). */
    public Optional<String> tenant() {
        return part(KeyPart.TENANT);
    }

    /** The original bytes of the key. */
    public Bytes bytes() {
        return bytes;
    }

    /**
     * The key in canonical escaping; differs from {@link #bytes} where the original escapes more or less than needed.
     */
    public Bytes canonical() {
        if (form == null) {
            return bytes;
        }
        return Bytes.utf8(form.write(parts.stream().map(KeyPart::text).toList()));
    }

    /**
     * The plain form for display: {@code database default, tenant test-tenant}; the key itself when its form is
     * unknown. Secrets are masked.
     */
    public String plain() {
        if (form == null) {
            return bytes.text();
        }
        if (SecretKeys.has(bytes)) {
            return parse(SecretKeys.masked(bytes)).words();
        }
        return words();
    }

    private String words() {
        StringBuilder plain = new StringBuilder();
        String words = Objects.requireNonNull(form).words();
        int from = 0;
        for (int open = words.indexOf('{'); open >= 0; open = words.indexOf('{', from)) {
            int close = words.indexOf('}', open);
            plain.append(words, from, open)
                    .append(part(words.substring(open + 1, close)).orElse(""));
            from = close + 1;
        }
        plain.append(words, from, words.length());
        boolean tenantNamed = words.contains("{" + KeyPart.TENANT + "}");
        tenant().filter(t -> !tenantNamed)
                .ifPresent(t -> plain.append(", tenant ").append(t));
        return plain.toString();
    }

    @Override
    public String toString() {
        return bytes.text();
    }
}
