package io.metash.shell.script;

/**
 * Where a command reads its data from.
 *
 * @param file a file, {@code <}; null for a here-document
 * @param text the lines of a here-document, {@code <<}; null for a file
 * @param mark the word that ends it
 */
public record DataInput(CommandSplitter.Word file, CommandSplitter.Word text, String mark) {}
