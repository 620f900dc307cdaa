/**
 * The terminal: its size, modes and capabilities, and a line reader that starts fast.
 *
 * <p>The classes here replace or extend parts of JLine to keep the first prompt fast.
 */
@NullMarked
package io.metash.shell.terminal;

import org.jspecify.annotations.NullMarked;
