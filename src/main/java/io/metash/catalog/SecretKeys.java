package io.metash.catalog;

import io.metash.record.Bytes;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Masks secrets in keys: a token's key ends in the hash of the token (values §7.1). */
public final class SecretKeys {
    private static final Bytes TOKENS = Bytes.utf8("__fd_token/");

    private static final Pattern IN_TEXT = Pattern.compile("(__fd_token/[\\w%.-]+/)[\\w%.-]+");

    private SecretKeys() {}

    /** Whether a key contains a secret. */
    public static boolean has(Bytes key) {
        return key.startsWith(TOKENS) && secretFrom(key) < key.length();
    }

    /** Returns the key with its secret masked, or the same key when it has none. */
    public static Bytes masked(Bytes key) {
        if (!has(key)) {
            return key;
        }
        int from = secretFrom(key);
        return Bytes.utf8(Bytes.of(Arrays.copyOf(key.array(), from)).text() + SecretNames.MARK);
    }

    /** Returns a text with the secrets of all keys in it masked. */
    public static String mask(String text) {
        if (text.contains("__fd_token/")) {
            return IN_TEXT.matcher(text).replaceAll("$1" + SecretNames.MARK);
        }
        return text;
    }

    /** Returns the start of the secret, after the tenant. */
    private static int secretFrom(Bytes key) {
        byte[] bytes = key.array();
        int slash = FirstSegments.end(bytes, TOKENS.length());
        return Math.min(slash + 1, bytes.length);
    }
}
