package io.metash.config;

/**
 * A value and where it comes from.
 *
 * @param text the value; null when there is none
 * @param origin {@code --flag}, the name of an environment variable, {@code file:line}, or {@code default}
 */
public record SettingValue(String text, String origin) {}
