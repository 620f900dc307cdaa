package io.metash.shell.script;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The input of a command.
 *
 * @param file a file, {@code <}; null for a here-document
 * @param text the lines of a here-document, {@code <<}; null for a file
 * @param mark its end mark
 */
public record DataInput(
        CommandSplitter.@Nullable Word file, CommandSplitter.@Nullable Word text, @Nullable String mark) {
    /** The file, or the lines of the here-document. */
    public CommandSplitter.Word word() {
        return Objects.requireNonNull(file != null ? file : text, "an input is a file or a here-document");
    }
}
