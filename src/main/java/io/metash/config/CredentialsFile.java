package io.metash.config;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The users of a service and their passwords, in TOML: {@code strict = true}, and a table {@code [users]} of
 * passwords.
 *
 * @param passwords the password of each user
 * @param strict whether a wrong password is rejected
 */
public record CredentialsFile(Map<String, String> passwords, boolean strict) {
    /** Reads a file, which other users must not be able to read. */
    public static CredentialsFile read(Path file) {
        String text;
        try {
            Password.requireSecret(file);
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw Failure.of(ExitStatus.IO, "no such file").at(file.toString());
        } catch (IOException unreadable) {
            throw Failure.of(ExitStatus.IO, "the users file cannot be read")
                    .at(file.toString())
                    .causedBy(unreadable);
        }
        Map<String, String> passwords = new LinkedHashMap<>();
        boolean strict = false;
        for (Toml.Entry entry : Toml.parse(text, file.toString())) {
            boolean user = entry.path().size() == 2 && entry.path().get(0).equals("users");
            if (user && entry.value() instanceof String password && !password.isEmpty()) {
                passwords.put(entry.path().get(1), password);
            } else if (entry.path().equals(java.util.List.of("strict")) && entry.value() instanceof Boolean on) {
                strict = on;
            } else {
                throw Failure.of(ExitStatus.USAGE, "'" + String.join(".", entry.path()) + "' is not valid here")
                        .at(file + ":" + entry.line())
                        .because(
                                "The file needs [users] with a non-empty password for each user; strict = true or false is optional.");
            }
        }
        if (passwords.isEmpty()) {
            throw Failure.of(ExitStatus.USAGE, "the file has no users")
                    .at(file.toString())
                    .because("It needs [users] with a password for each user; strict = true or false is optional.");
        }
        return new CredentialsFile(passwords, strict);
    }

    @Override
    public String toString() {
        return "CredentialsFile[users=" + passwords.keySet() + ", strict=" + strict + "]";
    }
}
