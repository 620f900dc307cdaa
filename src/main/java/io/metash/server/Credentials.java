package io.metash.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * Login rules of a real service (meta-service-api §9).
 *
 * @param passwords the password of each user
 * @param strict whether a wrong password is rejected
 */
public record Credentials(Map<String, String> passwords, boolean strict) {
    /** Rules of services without passwords: root with any password. */
    public static final Credentials ANY_PASSWORD = new Credentials(Map.of("root", ""), false);

    /** Returns the reason why a login is refused, worded like a real service; empty when it is accepted. */
    Optional<String> refusal(String user, String password) {
        String expected = passwords.get(user);
        if (expected == null) {
            return Optional.of("Unknown user: " + user);
        }
        boolean same = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
        if (strict && !same) {
            return Optional.of("Invalid password");
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "Credentials[users=" + passwords.keySet() + ", strict=" + strict + "]";
    }
}
