package io.metash.shell.script;

import org.jspecify.annotations.Nullable;

/** A part of a word: literal text or a variable. */
public sealed interface WordPart {
    /**
     * Literal text.
     *
     * @param text with quotes and escapes resolved
     */
    record Text(String text) implements WordPart {}

    /**
     * A variable.
     *
     * @param name its name: letters, digits and {@code _}; or a number, {@code @}, {@code #}, {@code ?}
     * @param otherwise its default, or null for a required variable
     */
    record Variable(String name, @Nullable String otherwise) implements WordPart {}
}
