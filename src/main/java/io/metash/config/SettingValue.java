package io.metash.config;

import org.jspecify.annotations.Nullable;

/**
 * A value and its origin.
 *
 * @param text the value, or null
 * @param origin {@code --flag}, the name of an environment variable, {@code file:line}, or {@code default}
 */
public record SettingValue(@Nullable String text, String origin) {}
