/** Commands of the shell itself: {@code config}, {@code history}, {@code timing}, {@code exit}. */
@NullMarked
package io.metash.command.shell;

import org.jspecify.annotations.NullMarked;
