/**
 * Completion: what may be typed at a place of a line, by the declarations of the commands.
 *
 * <p>{@link io.metash.command.completion.LineGrammar} says what each word of a line is; highlighting and hints use it too. {@link
 * io.metash.command.completion.Completion} lists the candidates for the word under the cursor.
 */
package io.metash.command.completion;
