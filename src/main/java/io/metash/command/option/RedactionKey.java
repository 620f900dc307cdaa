package io.metash.command.option;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.redact.KeyedPseudonyms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options {@code --salt-file} and {@code --keep}: the key of the pseudonyms, and the names to keep. */
public final class RedactionKey {
    private static final int MIN_BYTES = 16;
    private static final int MAX_BYTES = 1 << 16;

    @Option(
            names = "--salt-file",
            paramLabel = "FILE",
            description = "At least 16 random bytes: with the same file, a name gets the same pseudonym again. Keep"
                    + " it secret. Default: new random bytes for each run.")
    private String file = "";

    @Option(
            names = "--keep",
            paramLabel = "NAME",
            description = "A name or host to keep, for example the tenant. Repeatable.")
    private Set<String> kept = new HashSet<>();

    /** The salt file; empty if not given. */
    public String file() {
        return file;
    }

    /** Creates the pseudonyms. */
    public KeyedPseudonyms pseudonyms() throws IOException {
        if (file.isEmpty()) {
            return KeyedPseudonyms.random(kept);
        }
        byte[] salt;
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            salt = in.readNBytes(MAX_BYTES);
        }
        if (salt.length < MIN_BYTES) {
            throw Failure.of(ExitStatus.USAGE, "the salt is too short: " + salt.length + " bytes")
                    .at(file)
                    .because("names could be guessed by trying salts")
                    .next("head -c 32 /dev/urandom > SALT_FILE");
        }
        return new KeyedPseudonyms(salt, kept);
    }
}
