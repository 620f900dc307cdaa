/** Commands that open, list, select and close sessions, and {@code status}. */
package io.metash.command.session;
