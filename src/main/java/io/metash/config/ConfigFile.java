package io.metash.config;

import io.metash.record.EditDistance;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.HomeDirectory;
import io.metash.record.OwnFiles;
import io.metash.record.ShellWord;
import io.metash.storage.ShelfSettings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Parses a settings file and collects warnings. */
final class ConfigFile {
    /** An absent file. */
    static final ConfigFile NONE = new ConfigFile("", true);

    private static final List<SettingRule> SETTINGS =
            Arrays.stream(Setting.values()).map(Setting::rule).toList();

    private final String name;
    private final boolean ofUser;
    private final Map<Setting, SettingValue> settings = new EnumMap<>(Setting.class);
    private final Map<String, Map<String, SettingValue>> connections = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final ShelfTables shelves = new ShelfTables();
    private final List<String> warnings = new ArrayList<>();

    private ConfigFile(String name, boolean ofUser) {
        this.name = name;
        this.ofUser = ofUser;
    }

    /** Reads a file if it exists. The user's own file has more rights than a project's. */
    static ConfigFile read(Path path, boolean ofUser) {
        if (!Files.exists(path)) {
            return NONE;
        }
        ConfigFile file = new ConfigFile(shown(path, ofUser), ofUser);
        try {
            if (!ofUser && !isTrusted(path)) {
                file.warnings.add(file.name + " is owned by another user and is ignored");
                return file;
            }
            file.readAll(Toml.parse(Files.readString(path, StandardCharsets.UTF_8), file.name));
            if (file.shelves.hasSecrets() && isWorldReadable(path)) {
                file.warnings.add(
                        file.name + " has secrets and is readable by all users: chmod 600 " + ShellWord.of(path));
            }
        } catch (CharacterCodingException binary) {
            throw unreadable(file.name, "they are not UTF-8", binary);
        } catch (IOException refused) {
            throw unreadable(
                    file.name,
                    "the operating system reports: " + refused.getClass().getSimpleName(),
                    refused);
        }
        return file;
    }

    private static Failure unreadable(String name, String why, IOException cause) {
        return Failure.of(ExitStatus.IO, "the settings cannot be read: " + why)
                .at(name)
                .next("correct the file, or ignore the settings with --no-config")
                .causedBy(cause);
    }

    private static boolean isWorldReadable(Path path) throws IOException {
        return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
    }

    private static boolean isTrusted(Path path) throws IOException {
        return OwnFiles.isOwn(path) || OwnFiles.owner(path) == 0;
    }

    private static String shown(Path path, boolean ofUser) {
        String home = HomeDirectory.path() + "/";
        String text = path.toString();
        if (!ofUser) {
            return "./" + path.getFileName();
        }
        if (text.startsWith(home)) {
            return "~/" + text.substring(home.length());
        }
        return text;
    }

    private void readAll(List<Toml.Entry> entries) {
        for (Toml.Entry entry : entries) {
            List<String> path = entry.path();
            if (path.size() == 1) {
                read(SETTINGS, entry, this::setting);
            } else if (path.size() == 3 && path.get(0).equals("connections")) {
                lines.putIfAbsent(path.get(1), entry.line());
                connections.computeIfAbsent(path.get(1), unknown -> new LinkedHashMap<>());
                read(NamedConnection.RULES, entry, this::connection);
            } else if (path.size() == 3 && path.get(0).equals("shelves")) {
                shelves.add(entry, path.get(1), path.get(2), name);
            } else {
                warn(
                        entry.line(),
                        "'" + String.join(".", path) + "' is unknown here and ignored: settings are at the top level,"
                                + " connections under [connections.NAME], object storage under"
                                + " [shelves.NAME]");
            }
        }
        shelves.warnings(name).forEach(warnings::add);
        for (String connection : List.copyOf(connections.keySet())) {
            if (!Objects.requireNonNull(connections.get(connection)).containsKey("place")) {
                int line = Objects.requireNonNull(lines.get(connection));
                warn(line, "the connection '" + connection + "' has no place and is ignored");
                connections.remove(connection);
            }
        }
    }

    private interface Sink {
        void accept(Toml.Entry entry, String key, SettingValue value);
    }

    private void read(List<SettingRule> rules, Toml.Entry entry, Sink sink) {
        String key = entry.path().get(entry.path().size() - 1);
        SettingRule rule =
                rules.stream().filter(r -> r.name().equals(key)).findFirst().orElse(null);
        if (rule == null) {
            String near = nearest(key, rules);
            warn(
                    entry.line(),
                    "unknown key '" + key + "', ignored" + (near == null ? "" : "; the nearest is '" + near + "'"));
            return;
        }
        String text = rule.accept(entry.value());
        if (text == null) {
            Object value = entry.value();
            warn(
                    entry.line(),
                    "'" + key + "' must be " + rule.wanted() + ", not "
                            + (value instanceof String ? "\"" + value + "\"" : value) + "; ignored");
            return;
        }
        sink.accept(entry, key, new SettingValue(text, name + ":" + entry.line()));
    }

    private void setting(Toml.Entry entry, String key, SettingValue value) {
        for (Setting setting : Setting.values()) {
            if (setting.key().equals(key)) {
                settings.put(setting, value);
            }
        }
    }

    private void connection(Toml.Entry entry, String key, SettingValue value) {
        if (key.equals("password-command") && !ofUser) {
            // Files in the current directory must not run programs.
            warn(entry.line(), "'password-command' is only allowed in the user's own file; ignored");
            return;
        }
        Objects.requireNonNull(connections.get(entry.path().get(1))).put(key, value);
    }

    private void warn(int line, String what) {
        warnings.add(name + ":" + line + ": " + what);
    }

    /** The most similar name, or null when none is similar. */
    private static @Nullable String nearest(String key, List<SettingRule> rules) {
        String best = null;
        int least = 1 + key.length() / 2;
        for (SettingRule rule : rules) {
            int distance = EditDistance.between(key, rule.name());
            if (distance < least || rule.name().startsWith(key)) {
                least = Math.min(distance, least);
                best = rule.name();
            }
        }
        return best;
    }

    Map<Setting, SettingValue> settings() {
        return settings;
    }

    Map<String, NamedConnection> connections() {
        Map<String, NamedConnection> made = new LinkedHashMap<>();
        connections.forEach((name, values) -> made.put(name, new NamedConnection(name, values)));
        return made;
    }

    Map<String, ShelfSettings> shelves() {
        return shelves.shelves();
    }

    List<String> warnings() {
        return warnings;
    }
}
