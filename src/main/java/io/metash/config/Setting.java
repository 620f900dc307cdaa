package io.metash.config;

import io.metash.output.ColorMode;
import io.metash.output.OutputFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The settings and their defaults. */
public enum Setting {
    /** Output format of listings. */
    OUTPUT(SettingRule.oneOf("output", OutputFormat.class), "table"),
    /** Pager; empty for none, unset for {@code $PAGER} or less. */
    PAGER(SettingRule.text("pager"), null),
    /** When to use colors. */
    COLOR(SettingRule.oneOf("color", ColorMode.class), "auto"),
    /** Whether to print the duration of each command. */
    TIMING(SettingRule.bool("timing"), "false"),
    /** Key bindings of the line editor. */
    EDIT_MODE(SettingRule.oneOf("edit-mode", EditMode.class), "emacs"),
    /** Whether times are shown in UTC rather than local time. */
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
