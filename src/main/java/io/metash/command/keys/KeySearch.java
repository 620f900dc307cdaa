package io.metash.command.keys;

import io.metash.catalog.KeyForms;
import io.metash.catalog.SecretKeys;
import io.metash.catalog.SecretPolicy;
import io.metash.catalog.ValueKind;
import io.metash.catalog.WordFilter;
import io.metash.record.Bytes;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Searches keys and their values, one at a time. */
final class KeySearch {
    private static final int AROUND = 24;
    private static final int MAX = 80;

    private final Pattern wanted;
    private final SecretPolicy policy;
    private final boolean keysOnly;
    private final SearchText text;
    private final @Nullable WordFilter filter;

    KeySearch(Pattern wanted, SecretPolicy policy, boolean keysOnly) {
        this(wanted, policy, keysOnly, Optional.empty());
    }

    /** Creates a search; {@code filter} rejects values that cannot match. */
    KeySearch(Pattern wanted, SecretPolicy policy, boolean keysOnly, Optional<WordFilter> filter) {
        this.wanted = wanted;
        this.filter = filter.orElse(null);
        this.policy = policy;
        this.keysOnly = keysOnly;
        this.text = new SearchText(policy);
    }

    /**
     * A key that was found.
     *
     * @param inKey the match in the key, or null
     * @param inValue the match in the value with some context, or null
     */
    record Hit(Bytes key, @Nullable String inKey, @Nullable String inValue) {}

    /** Searches a key and its value. */
    Optional<Hit> search(Bytes key, Bytes data) {
        Bytes shown = key;
        if (policy.hides()) {
            shown = SecretKeys.masked(key);
        }
        String inKey = null;
        Matcher matchInKey = wanted.matcher(shown.text());
        if (matchInKey.find()) {
            inKey = matchInKey.group();
        }
        String inValue = null;
        if (!keysOnly) {
            inValue = inValue(key, data);
        }
        if (inKey == null && inValue == null) {
            return Optional.empty();
        }
        return Optional.of(new Hit(key, inKey, inValue));
    }

    /** Returns a filter for values in which a pattern may be found; empty when any value may match. */
    static Optional<WordFilter> filter(Pattern wanted) {
        boolean ignoreCase = (wanted.flags() & Pattern.CASE_INSENSITIVE) != 0;
        boolean fixed = (wanted.flags() & Pattern.LITERAL) != 0;
        return RequiredWords.of(wanted.pattern(), fixed, ignoreCase).stream()
                .flatMap(word -> WordFilter.of(word, ignoreCase).stream())
                .max(Comparator.comparingInt(WordFilter::length));
    }

    private @Nullable String inValue(Bytes key, Bytes data) {
        ValueKind kind = KeyForms.value(key);
        if (filter != null && !filter.passes(kind, data)) {
            return null;
        }
        String value = text.text(kind, data);
        Matcher found = wanted.matcher(value);
        if (!found.find()) {
            return null;
        }
        return around(value, found);
    }

    /** A match with some context. */
    private static String around(String text, Matcher found) {
        int from = Math.max(0, found.start() - AROUND);
        int to = Math.min(text.length(), Math.min(found.end(), found.start() + MAX) + AROUND);
        return text.substring(from, to);
    }
}
