/**
 * Completion of command lines from the declarations of the commands.
 *
 * <p>{@link io.metash.command.completion.LineGrammar} assigns a role to each word of a line, also for highlighting and
 * hints. {@link io.metash.command.completion.Completion} lists the candidates for the word under the cursor.
 * {@link io.metash.command.completion.SystemShellCompletion} answers bash, zsh and fish, for which
 * {@link io.metash.command.completion.SystemShell} has the scripts.
 */
@NullMarked
package io.metash.command.completion;

import org.jspecify.annotations.NullMarked;
