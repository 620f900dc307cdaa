/**
 * The shell: a prompt on a terminal, or a script, in front of the commands.
 *
 * <p>{@link io.metash.shell.CommandSplitter} cuts text into commands and words, by one set of rules for the prompt, scripts and {@code
 * -c}; {@link io.metash.shell.Interpreter} runs them, a script until its first failure. Commands know nothing of this room: they
 * get streams.
 *
 * <p>{@link io.metash.shell.Repl} is the prompt. It reads lines from the {@link io.metash.shell.ShellLineReader}, JLine's editor with what
 * we add: {@link io.metash.shell.SyntaxHighlighter colours}, {@link io.metash.shell.HistorySuggestion suggestions}, a hint below the line, {@link
 * io.metash.shell.Paste pastes} that ask, a {@link io.metash.shell.HistorySearch search}, an {@link io.metash.shell.Editor}; from
 * a terminal that cannot move its cursor, {@link io.metash.shell.PlainLines}. Commands run in the {@link
 * io.metash.shell.Foreground}, beside the keyboard, so that Ctrl-C always brings the prompt back.
 */
package io.metash.shell;
