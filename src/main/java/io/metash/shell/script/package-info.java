/**
 * The language of the prompt and of scripts: text becomes commands, words and redirections.
 *
 * <p>{@link io.metash.shell.script.CommandSplitter} cuts text into commands and words by one set of rules for the prompt, scripts and
 * {@code -c}; {@link io.metash.shell.script.Expansion} fills in variables; {@link io.metash.shell.script.CommandQuoting} writes a
 * command so that it is read back as the same. The grammar is {@code src/docs/script.md}.
 */
package io.metash.shell.script;
