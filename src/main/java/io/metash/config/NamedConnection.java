package io.metash.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A named store in the settings: {@code connect NAME} opens its place with its options. */
public final class NamedConnection {
    static final List<SettingRule> RULES = List.of(
            SettingRule.text("place"),
            SettingRule.text("admin"),
            SettingRule.text("user"),
            SettingRule.text("password-file"),
            SettingRule.text("password-env"),
            SettingRule.text("password-command"),
            SettingRule.bool("tls"),
            SettingRule.text("tls-ca"),
            SettingRule.text("tls-domain"),
            SettingRule.bool("danger"));

    private final String name;
    private final Map<String, SettingValue> values;

    NamedConnection(String name, Map<String, SettingValue> values) {
        this.name = name;
        this.values = new LinkedHashMap<>(values);
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The Raft directory, the export file or the endpoint. */
    public String place() {
        return Objects.requireNonNull(get("place"), "connections without a place are not read");
    }

    /** The admin API's address, or null. */
    public @Nullable String admin() {
        return get("admin");
    }

    /** The user, or null. */
    public @Nullable String user() {
        return get("user");
    }

    /** The file that holds the password, or null. */
    public @Nullable String passwordFile() {
        return get("password-file");
    }

    /** The environment variable that holds the password, or null. */
    public @Nullable String passwordEnv() {
        return get("password-env");
    }

    /** The command that prints the password, or null. */
    public @Nullable String passwordCommand() {
        return get("password-command");
    }

    /** Whether the connection uses TLS: set, or implied by a certificate or a domain. */
    public boolean tls() {
        return is("tls") || tlsCa() != null || tlsDomain() != null;
    }

    /** The file of trusted certificates, or null for the system's. */
    public @Nullable String tlsCa() {
        return get("tls-ca");
    }

    /** The name in the certificate, or null for the one in the place. */
    public @Nullable String tlsDomain() {
        return get("tls-domain");
    }

    /** Whether this is a production store, where a flag alone does not confirm changes. */
    public boolean danger() {
        return is("danger");
    }

    /** All values that are set, with their origins. */
    public Map<String, SettingValue> values() {
        return Map.copyOf(values);
    }

    private boolean is(String key) {
        return "true".equals(get(key));
    }

    private @Nullable String get(String key) {
        if (values.containsKey(key)) {
            return values.get(key).text();
        }
        return null;
    }
}
