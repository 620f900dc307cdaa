package io.metash.config;

import io.metash.record.HomeDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Locations of the settings.
 *
 * @param project the file in the current directory
 * @param user the file in the user's configuration directory
 */
public record ConfigFiles(Path project, Path user) {
    /** No files. */
    public static final ConfigFiles NONE =
            new ConfigFiles(Path.of("/dev/null/metash.toml"), Path.of("/dev/null/user/metash.toml"));

    /** The locations for an environment: {@code $XDG_CONFIG_HOME/metash}, else {@code ~/.config/metash}. */
    public static ConfigFiles of(Map<String, String> environment, Path directory) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path home;
        if (config.startsWith("/")) {
            home = Path.of(config);
        } else {
            home = HomeDirectory.path().resolve(".config");
        }
        return new ConfigFiles(
                directory.resolve("metash.toml"), home.resolve("metash").resolve("metash.toml"));
    }

    /** The startup script, next to the user's settings. */
    Path startFile() {
        return user.resolveSibling("init.metash");
    }

    /** Whether any settings file or the startup script exists. */
    public boolean any() {
        return Files.exists(project) || Files.exists(user) || Files.exists(startFile());
    }
}
