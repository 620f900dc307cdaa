/** Commands that open, list, select and close sessions, and {@code status}. */
@NullMarked
package io.metash.command.session;

import org.jspecify.annotations.NullMarked;
