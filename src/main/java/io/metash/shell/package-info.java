/**
 * The shell: a prompt on a terminal, or a script, in front of the commands.
 *
 * <p>{@link io.metash.shell.Interpreter} runs commands by the rules of {@code src/docs/script.md}, a script until its
 * first failure. {@link io.metash.shell.Repl} is the prompt. Commands run in the {@link io.metash.shell.Foreground}, a
 * separate thread, so that Ctrl-C always returns to the prompt. Commands do not depend on this package; they only use
 * streams.
 */
@NullMarked
package io.metash.shell;

import org.jspecify.annotations.NullMarked;
