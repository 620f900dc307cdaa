package io.metash.shell.script;

import org.jspecify.annotations.Nullable;

/**
 * The input of a command.
 *
 * @param file a file, {@code <}; null for a here-document
 * @param text the lines of a here-document, {@code <<}; null for a file
 * @param mark its end mark
 */
public record DataInput(
        CommandSplitter.@Nullable Word file, CommandSplitter.@Nullable Word text, @Nullable String mark) {}
