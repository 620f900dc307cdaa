package io.metash.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a key of the settings takes.
 *
 * @param name the key
 * @param kind its type
 * @param choices the only texts that it takes, empty for any
 */
record SettingRule(String name, Kind kind, List<String> choices) {
    /** The types. */
    enum Kind {
        TEXT,
        BOOLEAN
    }

    static SettingRule text(String name) {
        return new SettingRule(name, Kind.TEXT, List.of());
    }

    static SettingRule bool(String name) {
        return new SettingRule(name, Kind.BOOLEAN, List.of());
    }

    static <E extends Enum<E>> SettingRule oneOf(String name, Class<E> choices) {
        List<String> names = Stream.of(choices.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .toList();
        return new SettingRule(name, Kind.TEXT, names);
    }

    /** The value as text, or null when it is none of this rule. */
    @Nullable
    String accept(Object value) {
        if (kind == Kind.BOOLEAN) {
            if (value instanceof Boolean) {
                return value.toString();
            }
            return null;
        }
        if (!(value instanceof String text)) {
            return null;
        }
        if (choices.isEmpty() || choices.contains(text)) {
            return text;
        }
        return null;
    }

    /** The value of an environment variable, which is always text; null when it is none of this rule. */
    @Nullable
    String acceptText(String value) {
        if (kind == Kind.TEXT) {
            return accept(value);
        }
        return switch (value) {
            case "true", "1", "on", "yes" -> "true";
            case "false", "0", "off", "no" -> "false";
            default -> null;
        };
    }

    /** The description of valid values. */
    String wanted() {
        if (kind == Kind.BOOLEAN) {
            return "true or false";
        }
        if (choices.isEmpty()) {
            return "a string in quotes";
        }
        return "one of " + String.join(", ", choices);
    }
}
