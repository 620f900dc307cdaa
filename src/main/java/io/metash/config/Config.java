package io.metash.config;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.storage.ShelfSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings in force and the named connections. */
public final class Config {
    private final Map<Setting, SettingValue> settings = new EnumMap<>(Setting.class);
    private final Map<String, NamedConnection> connections = new TreeMap<>();
    private final Map<String, ShelfSettings> shelves = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();

    private @Nullable Path startFile;

    private Config() {
        for (Setting setting : Setting.values()) {
            settings.put(setting, new SettingValue(setting.standard(), "default"));
        }
    }

    /** The defaults. */
    public static Config standard() {
        return new Config();
    }

    /**
     * Reads the files that are there, and the environment over them.
     *
     * @throws Failure when a file is no TOML or cannot be read
     */
    public static Config load(ConfigFiles files, Map<String, String> environment) {
        Config config = new Config();
        config.startFile = files.startFile();
        ConfigFile user = ConfigFile.read(files.user(), true);
        boolean same = files.user().equals(files.project().toAbsolutePath());
        ConfigFile project = ConfigFile.NONE;
        if (!same) {
            project = ConfigFile.read(files.project(), false);
        }
        for (ConfigFile file : List.of(user, project)) {
            config.settings.putAll(file.settings());
            config.connections.putAll(file.connections());
            config.shelves.putAll(file.shelves());
            config.warnings.addAll(file.warnings());
        }
        for (Setting setting : Setting.values()) {
            String text = environment.get(setting.variable());
            // An empty METASH_PAGER means no pager.
            if (text != null && (!text.isEmpty() || setting == Setting.PAGER)) {
                config.fromEnvironment(setting, text);
            }
        }
        return config;
    }

    private void fromEnvironment(Setting setting, String text) {
        String accepted = setting.rule().acceptText(text);
        if (accepted == null) {
            warnings.add(setting.variable() + ": expected " + setting.rule().wanted() + ", not '" + text + "'; using "
                    + shown(setting));
        } else {
            settings.put(setting, new SettingValue(accepted, setting.variable()));
        }
    }

    private String shown(Setting setting) {
        SettingValue value = value(setting);
        return value.text() + " (" + value.origin() + ")";
    }

    /** Whether one of the settings has an environment variable. */
    public static boolean inEnvironment(Set<String> variables) {
        for (String variable : variables) {
            if (variable.startsWith("METASH_")) {
                for (Setting setting : Setting.values()) {
                    if (setting.variable().equals(variable)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Sets a value from the command line, which takes precedence. */
    public void flag(Setting setting, String value, String flag) {
        String accepted = setting.rule().acceptText(value);
        if (accepted == null) {
            throw Failure.of(ExitStatus.USAGE, flag + " takes " + setting.rule().wanted() + ", not '" + value + "'")
                    .next("metash --help");
        }
        settings.put(setting, new SettingValue(accepted, flag));
    }

    /** What holds now, with its origin. */
    public SettingValue value(Setting setting) {
        return Objects.requireNonNull(settings.get(setting));
    }

    /** The text of a setting, null where it has none. */
    public @Nullable String text(Setting setting) {
        return value(setting).text();
    }

    /** A setting that is on or off. */
    public boolean on(Setting setting) {
        return "true".equals(text(setting));
    }

    /** The connection of a name, or null. */
    public @Nullable NamedConnection connection(String name) {
        return connections.get(name);
    }

    /** All connections by name. */
    public Map<String, NamedConnection> connections() {
        return Map.copyOf(connections);
    }

    /** Object storage with its options; one of the project hides one of the user that has the same name. */
    public List<ShelfSettings> shelves() {
        return List.copyOf(shelves.values());
    }

    /** The commands that the shell begins with at a prompt, next to the settings of the user; empty when there are none. */
    public Optional<Path> startFile() {
        return Optional.ofNullable(startFile).filter(Files::exists);
    }

    /** What was not understood, one sentence each, with its file and line. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }
}
