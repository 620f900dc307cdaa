package io.metash.config;

import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.storage.ShelfSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The effective settings and the named connections. */
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
     * Reads the existing files and applies the environment.
     *
     * @throws Failure when a file is invalid TOML or unreadable
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

    /** Returns the effective value with its origin. */
    public SettingValue value(Setting setting) {
        return Objects.requireNonNull(settings.get(setting));
    }

    /** Returns the text of a setting, or null. */
    public @Nullable String text(Setting setting) {
        return value(setting).text();
    }

    /** Returns a setting that takes the constants of an enum; it has a default. */
    public <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
        String name = Objects.requireNonNull(text(setting), () -> setting.key() + " has no default");
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }

    /** Returns a boolean setting. */
    public boolean on(Setting setting) {
        return "true".equals(text(setting));
    }

    /** Returns the connection of this name, or null. */
    public @Nullable NamedConnection connection(String name) {
        return connections.get(name);
    }

    /** All connections by name. */
    public Map<String, NamedConnection> connections() {
        return Map.copyOf(connections);
    }

    /** Returns object storage options; a project's entry replaces the user's entry of the same name. */
    public List<ShelfSettings> shelves() {
        return List.copyOf(shelves.values());
    }

    /**
     * Returns the script that an interactive shell runs at startup, next to the user's settings; empty when there is
     * none.
     */
    public Optional<Path> startFile() {
        return Optional.ofNullable(startFile).filter(Files::exists);
    }

    /** Returns warnings, one sentence each, with file and line. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }
}
