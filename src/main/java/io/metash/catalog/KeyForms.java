package io.metash.catalog;

import io.metash.record.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The table of key forms, read from {@code keys.txt} on first use. */
public final class KeyForms {
    private static final KeyForms ALL = read();

    private final List<KeyForm> forms;
    private final Map<String, List<KeyForm>> byPrefix = new HashMap<>();
    private final Map<String, KeyForm> byPattern = new HashMap<>();
    private final Map<Bytes, ValueKind> values = new HashMap<>();

    private KeyForms(List<KeyForm> forms) {
        this.forms = List.copyOf(forms);
        for (KeyForm form : forms) {
            byPrefix.computeIfAbsent(form.prefix(), p -> new ArrayList<>()).add(form);
            byPattern.put(form.pattern(), form);
        }
        byPrefix.forEach((prefix, of) -> {
            if (!prefix.isEmpty() && of.stream().map(KeyForm::value).distinct().count() == 1) {
                values.put(Bytes.utf8(prefix), of.get(0).value());
            }
        });
    }

    private static KeyForms read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(KeyForms.class.getResourceAsStream("keys.txt")), StandardCharsets.UTF_8))) {
            return new KeyForms(in.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(KeyForm::parse)
                    .toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** All forms, in the order of keyspace §3 to §5. */
    public static List<KeyForm> all() {
        return ALL.forms;
    }

    /** Returns the form of a pattern in {@code keys.txt}; empty when there is none. */
    static Optional<KeyForm> withPattern(String pattern) {
        return Optional.ofNullable(ALL.byPattern.get(pattern));
    }

    /** Returns candidate forms: those with the key's first segment, else those that start with a part. */
    static List<KeyForm> of(String key) {
        int slash = key.indexOf('/');
        List<KeyForm> forms = ALL.byPrefix.get(slash < 0 ? key : key.substring(0, slash));
        if (forms == null) {
            return Objects.requireNonNull(ALL.byPrefix.get(""));
        }
        return forms;
    }

    /** Returns the kind of the value under a key. */
    public static ValueKind value(Bytes key) {
        byte[] bytes = key.array();
        ValueKind value = ALL.values.get(Bytes.of(Arrays.copyOf(bytes, FirstSegments.end(bytes, 0))));
        if (value != null) {
            return value;
        }
        return CatalogKey.parse(key).form().map(KeyForm::value).orElse(ValueKind.UNKNOWN);
    }
}
