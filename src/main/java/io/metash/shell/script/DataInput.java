package io.metash.shell.script;

/**
 * The input of a command.
 *
 * @param file a file, {@code <}; null for a here-document
 * @param text the lines of a here-document, {@code <<}; null for a file
 * @param mark its end mark
 */
public record DataInput(CommandSplitter.Word file, CommandSplitter.Word text, String mark) {}
