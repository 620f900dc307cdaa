package io.metash.command.keys;

import io.metash.catalog.SecretKeys;
import io.metash.catalog.SecretPolicy;
import io.metash.record.Bytes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Searches keys and their values, one at a time. */
final class KeySearch {
    private static final int AROUND = 24;
    private static final int MOST = 80;

    private final Pattern wanted;
    private final SecretPolicy policy;
    private final boolean keysOnly;
    private final SearchText text;

    KeySearch(Pattern wanted, SecretPolicy policy, boolean keysOnly) {
        this.wanted = wanted;
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
            String value = text.text(key, data);
            Matcher matchInValue = wanted.matcher(value);
            if (matchInValue.find()) {
                inValue = around(value, matchInValue);
            }
        }
        if (inKey == null && inValue == null) {
            return Optional.empty();
        }
        return Optional.of(new Hit(key, inKey, inValue));
    }

    /** A match with some context. */
    private static String around(String text, Matcher found) {
        int from = Math.max(0, found.start() - AROUND);
        int to = Math.min(text.length(), Math.min(found.end(), found.start() + MOST) + AROUND);
        return text.substring(from, to);
    }
}
