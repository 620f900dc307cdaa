/**
 * Editing a line at the prompt: JLine's line reader with highlighting, suggestions, hints, paste preview and history
 * search.
 *
 * <p>{@link io.metash.shell.editor.ShellLineReader} combines these. Candidates and word roles come from {@link
 * io.metash.command.completion}.
 */
@NullMarked
package io.metash.shell.editor;

import org.jspecify.annotations.NullMarked;
