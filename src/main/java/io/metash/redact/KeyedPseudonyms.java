package io.metash.redact;

import io.metash.catalog.Substitutes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Pseudonyms by HMAC-SHA-256: equal texts have equal pseudonyms under the same key, and names cannot be guessed without it.
 * Hosts get names below {@code .invalid} and addresses of reserved ranges.
 */
public final class KeyedPseudonyms implements Substitutes {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int REMEMBERED = 50_000;
    private static final int LETTERS = 13;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(/\\d{1,2})?");
    private static final Pattern IPV6 = Pattern.compile("(\\[?)([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(\\]?)(/\\d{1,3})?");
    private static final Set<String> LOCAL =
            Set.of("localhost", "127.0.0.1", "0.0.0.0", "::1", "::", "[::1]", "[::]", "%", "");

    private final Mac mac;
    private final Set<String> kept;
    private final Map<String, byte[]> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Creates pseudonyms with a key.
     *
     * @param kept names that are not replaced
     */
    public KeyedPseudonyms(byte[] key, Set<String> kept) {
        this.kept = kept;
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Creates pseudonyms with a random key that is not stored. */
    public static KeyedPseudonyms random(Set<String> kept) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new KeyedPseudonyms(key, kept);
    }

    private byte[] hash(char domain, String text) {
        String tagged = domain + text;
        byte[] hash = known.get(tagged);
        if (hash == null) {
            hash = mac.doFinal(tagged.getBytes(StandardCharsets.UTF_8));
            known.put(tagged, hash);
        }
        return hash;
    }

    private static String letters(byte[] hash) {
        StringBuilder letters = new StringBuilder(LETTERS);
        for (int i = 0; i < LETTERS; i++) {
            letters.append(ALPHABET.charAt(hash[i] & 31));
        }
        return letters.toString();
    }

    @Override
    public String name(String name) {
        if (name.isEmpty() || kept.contains(name)) {
            return name;
        }
        return "n" + letters(hash('n', name));
    }

    @Override
    public String text(String text) {
        if (text.isEmpty()) {
            return text;
        }
        return "text_" + letters(hash('t', text));
    }

    @Override
    public String host(String host) {
        if (LOCAL.contains(host) || kept.contains(host)) {
            return host;
        }
        Matcher four = IPV4.matcher(host);
        if (four.matches()) {
            byte[] hash = hash('4', four.group(1));
            return "240." + (hash[0] & 255) + "." + (hash[1] & 255) + "." + (hash[2] & 255) + orEmpty(four.group(2));
        }
        Matcher six = IPV6.matcher(host);
        if (six.matches()) {
            byte[] hash = hash('6', six.group(2));
            String address = String.format(
                    "2001:db8::%02x%02x:%02x%02x:%02x%02x", hash[0], hash[1], hash[2], hash[3], hash[4], hash[5]);
            return six.group(1) + address + six.group(3) + orEmpty(six.group(4));
        }
        return "h" + letters(hash('h', host)) + ".invalid";
    }

    private static String orEmpty(String text) {
        if (text == null) {
            return "";
        }
        return text;
    }
}
