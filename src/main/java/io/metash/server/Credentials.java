package io.metash.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * Who may connect, by the rules of a real service (meta-service-api §9).
 *
 * @param passwords the password of each user
 * @param strict whether a wrong password is refused; else it is accepted
 */
public record Credentials(Map<String, String> passwords, boolean strict) {
    /** What services without passwords do: root with any password. */
    public static final Credentials ANY_PASSWORD = new Credentials(Map.of("root", ""), false);

    /** Why a user is refused, in the words of a real service; empty when the user may connect. */
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
