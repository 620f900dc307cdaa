package io.metash.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for text in a shared copy, read from {@code redaction.txt} on first use. Text without a rule is a name
 * and gets a pseudonym.
 */
final class RedactionRules {
    private static final RedactionRules ALL = read();
    private static final String ANY_KEY = "[*]";

    private final Map<String, Form> forms = new HashMap<>();
    private final Map<Word, Set<String>> words = new HashMap<>();

    private RedactionRules() {}

    /** Treatments of a text. */
    enum Form {
        /** Stays unchanged. */
        KEEP,
        /** A name. */
        NAME,
        /** A host name or an IP address. */
        HOST,
        /** A URL or {@code host:port}. */
        ADDRESS,
        /** A path: names joined by slashes. */
        PATH,
        /** A user as {@code 'name'@'host'}, or the name alone. */
        USER,
        /** Free text. */
        TEXT,
        /** An SQL expression, replaced by a string literal. */
        EXPRESSION,
        /** An SQL query, replaced by one that selects a string literal. */
        QUERY,
        /** Argument types; any other word is a name. */
        TYPES,
        /** A task name after two numbers: {@code 0-1-name}. */
        TASK
    }

    /** Lists of words that stay unchanged. */
    enum Word {
        /** Names that exist in every store. */
        NAME,
        /** Names of options and JSON fields. */
        OPTION,
        /** Names of types. */
        TYPE,
        /** File name extensions. */
        ENDING
    }

    private static RedactionRules read() {
        RedactionRules rules = new RedactionRules();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RedactionRules.class.getResourceAsStream("redaction.txt")),
                StandardCharsets.UTF_8))) {
            in.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(rules::line);
            return rules;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void line(String line) {
        String[] columns = line.split("\\s*\\|\\s*", 2);
        String[] left = columns[0].split(" ");
        if (left.length == 2) {
            Word list = Word.valueOf(left[1].toUpperCase(Locale.ROOT));
            words.computeIfAbsent(list, l -> new HashSet<>()).addAll(List.of(columns[1].split("\\s+")));
        } else {
            forms.put(columns[0], Form.valueOf(columns[1].toUpperCase(Locale.ROOT)));
        }
    }

    /** Returns the rule for a field {@code Message.field}; empty when there is none. */
    static Optional<Form> field(String of, String field) {
        return Optional.ofNullable(ALL.forms.get(of + "." + field));
    }

    /** Returns the rule for a map entry, or else for all entries of the map. */
    static Optional<Form> entry(String of, String field, String key) {
        String map = of + "." + field;
        Form form = ALL.forms.get(map + "[" + key + "]");
        return Optional.ofNullable(form == null ? ALL.forms.get(map + ANY_KEY) : form);
    }

    /** Returns the rule for a key part; by default a name. */
    static Form part(String name) {
        return ALL.forms.getOrDefault("key." + name, Form.NAME);
    }

    /** Whether a word is on a list. */
    static boolean has(Word list, String word) {
        return ALL.words.getOrDefault(list, Set.of()).contains(word);
    }

    /** Whether the key of a map entry stays unchanged. */
    static boolean keepsKey(String of, String field, String key) {
        return ALL.forms.containsKey(of + "." + field + "[" + key + "]") || has(Word.OPTION, key);
    }

    /** All fields with a rule, for the test that they exist. */
    static Set<String> fields() {
        return ALL.forms.keySet();
    }
}
