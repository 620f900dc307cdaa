package io.metash.config;

import org.jspecify.annotations.Nullable;

/**
 * A value and where it comes from.
 *
 * @param text the value; null when there is none
 * @param origin {@code --flag}, the name of an environment variable, {@code file:line}, or {@code default}
 */
public record SettingValue(@Nullable String text, String origin) {}
