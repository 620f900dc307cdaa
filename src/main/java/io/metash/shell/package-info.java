/**
 * The shell: a prompt on a terminal, or a script, in front of the commands.
 *
 * <p>{@link io.metash.shell.Words} cuts text into commands and words, by one set of rules for the prompt, scripts and {@code
 * -c}. {@link io.metash.shell.Repl} reads lines with JLine and runs them; {@link io.metash.shell.Script} runs a text and stops
 * at the first failure. Commands know nothing of this room: they get streams.
 */
package io.metash.shell;
