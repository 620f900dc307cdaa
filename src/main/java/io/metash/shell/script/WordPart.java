package io.metash.shell.script;

/** A piece of a word: text as it is, or the place of a variable. */
public sealed interface WordPart {
    /**
     * Text as it is.
     *
     * @param text with quotes and escapes resolved
     */
    record Text(String text) implements WordPart {}

    /**
     * * A variable.
     *
     * @param name its name: letters, digits and {@code _}; or a number, {@code @}, {@code #}, {@code ?}
     * @param otherwise its default, or null: then it must be set
     */
    record Variable(String name, String otherwise) implements WordPart {}
}
