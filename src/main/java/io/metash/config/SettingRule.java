package io.metash.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Valid values of a settings key.
 *
 * @param name the key
 * @param kind the type
 * @param choices the only valid texts, or empty for any
 */
record SettingRule(String name, Kind kind, List<String> choices) {
    /** Types of values. */
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

    /** Returns the value as text, or null when invalid. */
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

    /** Parses the text of an environment variable; null when invalid. */
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

    /** Describes the valid values. */
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
