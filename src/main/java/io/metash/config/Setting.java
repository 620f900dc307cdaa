package io.metash.config;

import io.metash.output.ColorMode;
import io.metash.output.OutputFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The settings and their defaults. */
public enum Setting {
    /** The form of listings. */
    OUTPUT(SettingRule.oneOf("output", OutputFormat.class), "table"),
    /** The pager; empty for none, unset for {@code $PAGER} or less. */
    PAGER(SettingRule.text("pager"), null),
    /** When colours are used. */
    COLOR(SettingRule.oneOf("color", ColorMode.class), "auto"),
    /** Whether each command ends with how long it took. */
    TIMING(SettingRule.bool("timing"), "false"),
    /** The keys of the line editor. */
    EDIT_MODE(SettingRule.oneOf("edit-mode", EditMode.class), "emacs"),
    /** Whether times are shown in UTC, else by the local clock. */
    UTC(SettingRule.bool("utc"), "true");

    private final SettingRule rule;
    private final @Nullable String standard;

    Setting(SettingRule rule, @Nullable String standard) {
        this.rule = rule;
        this.standard = standard;
    }

    SettingRule rule() {
        return rule;
    }

    /** The default; null for none. */
    @Nullable
    String standard() {
        return standard;
    }

    /** Its key in the file. */
    public String key() {
        return rule.name();
    }

    /** The environment variable that overrides the files. */
    public String variable() {
        return "METASH_" + rule.name().toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
