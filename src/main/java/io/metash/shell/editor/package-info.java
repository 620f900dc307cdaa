/**
 * Editing a line at the prompt: JLine's line reader with highlighting, suggestions, hints, paste preview and history search.
 *
 * <p>{@link io.metash.shell.editor.ShellLineReader} puts these together. What completes and what is highlighted is decided in {@link
 * io.metash.command.completion}.
 */
package io.metash.shell.editor;
