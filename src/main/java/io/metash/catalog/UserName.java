package io.metash.catalog;

import java.util.Optional;

/**
 * A user: a name and the hosts from which it may log in. In keys it is {@code 'name'@'host'}, with the quote and the
 * at-sign inside either half escaped (keyspace §1.2).
 *
 * @param name the name
 * @param host the host or a pattern, {@code %} for any
 */
public record UserName(String name, String host) {
    /** Parses {@code 'name'@'host'}; empty without an {@code @}. */
    public static Optional<UserName> parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        return Optional.of(new UserName(half(text.substring(0, at)), half(text.substring(at + 1))));
    }

    private static String half(String quoted) {
        String bare = quoted;
        if (bare.startsWith("'")) {
            bare = bare.substring(1);
        }
        if (bare.endsWith("'")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        return bare.replace("%27", "'").replace("%40", "@");
    }

    /** Formats the user as in keys, before segments are escaped. */
    @Override
    public String toString() {
        return "'" + escape(name) + "'@'" + escape(host) + "'";
    }

    private static String escape(String half) {
        return half.replace("'", "%27").replace("@", "%40");
    }
}
