package io.metash.catalog;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Detects secret names and masks secrets in texts (values §7.1 to §7.3). */
public final class SecretNames {
    private static final List<String> WORDS = List.of(
            "secret",
            "password",
            "passwd",
            "token",
            "key_id",
            "access_key",
            "account_key",
            "credential",
            "private",
            "sas",
            "master_key",
            "license");
    private static final Pattern PAIR = Pattern.compile("(?i)([\\w.]*(?:" + String.join("|", WORDS)
            + ")[\\w.]*['\"]?\\s*(?:=>|=|:)\\s*)('(?:[^'\\\\]|\\\\.|'')*'|\"[^\"]*\"|[^\\s,;()'\"]+)");
    private static final Pattern IDENTIFIED =
            Pattern.compile("(?i)(identified\\s+(?:with\\s+\\w+\\s+)?by\\s+)('(?:[^'\\\\]|\\\\.|'')*'|\"[^\"]*\")");
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@?#'\"]*@");
    private static final Pattern QUERY = Pattern.compile("(://[^\\s?#'\"]*\\?)[^\\s#'\"]+");
    /** Replacement text for a secret. */
    static final String MARK = "<redacted>";

    private SecretNames() {}

    /** Whether a field of this name is secret. */
    public static boolean contains(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains);
    }

    /** Returns a text with the values of secret names, user passwords, and such parts of URLs masked. */
    public static String mask(String text) {
        String masked = maskUrls(text);
        if (masked.indexOf('=') >= 0 || masked.indexOf(':') >= 0) {
            masked = PAIR.matcher(masked).replaceAll("$1" + MARK);
        }
        if (masked.indexOf('\'') >= 0 || masked.indexOf('"') >= 0) {
            return IDENTIFIED.matcher(masked).replaceAll("$1" + MARK);
        }
        return masked;
    }

    /** Returns a text with the user and query of each URL masked. */
    static String maskUrls(String text) {
        if (!text.contains("://")) {
            return text;
        }
        String masked = USER_INFO.matcher(text).replaceAll("$1" + MARK + "@");
        return QUERY.matcher(masked).replaceAll("$1" + MARK);
    }

    /** Returns the mask for a secret of this size. */
    public static String mark(int bytes) {
        return "<redacted " + bytes + (bytes == 1 ? " byte>" : " bytes>");
    }
}
